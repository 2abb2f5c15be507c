using System.Runtime.InteropServices;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Graphs;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;
using GpuCluster.Testing;

namespace GpuCluster.Compute.Ilgpu.Tests;

public sealed class DeviceMemoryTests
{
    [Fact]
    public void A_borrowed_device_keeps_the_limits_of_its_own()
    {
        using IlgpuDevice device = TestDevices.Open("ilgpu-cpu");
        (device.MemoryLimit, device.SharesMemory) = (5_000_000, false);
        IlgpuDevice borrowed = device.WithMaxBytes(1000).With(LaunchShape.Simulator);
        Assert.Equal((1000L, 5_000_000L, false), (borrowed.MaxBytes, borrowed.MemoryLimit, borrowed.SharesMemory));
        Assert.Equal(5_000_000, borrowed.Budget.Bytes);
    }

    [Fact]
    public void A_tile_that_does_not_fit_is_halved_until_it_does_with_a_warning()
    {
        RecordedProgress progress = new();
        Assert.Equal(512, DeviceMemory.Shrink(4096, 128, size => $"{size} values", edge => edge > 512 ? Fail() : edge, progress));
        Assert.Contains(
            "working on 512 values at a time instead of 4096 values",
            Assert.Single(progress.Warnings),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_tile_that_fits_at_once_warns_nobody()
    {
        RecordedProgress progress = new();
        Assert.Equal(4096, DeviceMemory.Shrink(4096, 128, size => $"{size} values", edge => edge, progress));
        Assert.Empty(progress.Warnings);
    }

    [Fact]
    public void Where_nothing_fits_the_message_names_the_remedy() =>
        Assert.Contains(
            Remedy.ComputeOnHost,
            Assert
                .Throws<MachineFaultException>(() =>
                    DeviceMemory.Shrink(4096, 128, size => $"{size} values", _ => Fail(), NoProgress.Instance)
                )
                .Remedies
        );

    [Fact]
    public void A_search_short_of_memory_goes_on_in_smaller_tiles_says_so_and_finds_the_same()
    {
        using IlgpuDevice device = TestDevices.Open("ilgpu-cpu");
        EmbeddingMatrix data = TestData.Clusters(300, 4, 5);
        RecordedProgress progress = new();
        KnnGraph Search(IlgpuDevice on)
        {
            using IlgpuKnnSearch search = new(on);
            return search.Search(data, 6, Metric.Euclidean, progress, TestContext.Current.CancellationToken);
        }

        KnnGraph expected = Search(device);
        Assert.Empty(progress.Warnings);
        KnnGraph found = Search(device.WithMaxBytes(100_000));
        Assert.Contains(
            "a tile of 150 x 150 distances at a time instead of a tile of 300 x 300 distances",
            Assert.Single(progress.Warnings),
            StringComparison.Ordinal
        );
        Assert.Equal(expected.Neighbours, found.Neighbours);
        Assert.Equal(expected.Distances, found.Distances);
        Assert.Contains(
            "no room",
            Assert.Throws<MachineFaultException>(() => Search(device.WithMaxBytes(50_000))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_layout_that_does_not_fit_names_the_remedy()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        Assert.Contains(
            Remedy.ComputeOnHost,
            Assert
                .Throws<MachineFaultException>(() =>
                    new IlgpuUmapStepper(RingLayouts.Ring(100), RingLayouts.Circle(100, 3), new UmapOptions(), device.WithMaxBytes(1000))
                )
                .Remedies
        );
    }

    /// <summary>More than any address space holds.</summary>
    private static int Fail() => (int)Marshal.AllocHGlobal(nint.MaxValue);
}
