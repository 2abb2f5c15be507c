using System.Reflection;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Graphs;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Ilgpu.Tests.Devices;

/// <summary>
/// After a run on a device: what its record lacks, and whether the README says what it says. The ordinary run leaves out all that need a
/// record.
/// </summary>
public sealed class DeviceRecordTests
{
    [Fact]
    public void Ilgpus_cache_tells_what_a_device_has_run()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        Assert.Empty(DeviceRecord.LoadedKernels(device));
        using IlgpuKnnSearch search = new(device);
        search.Search(TestData.Clusters(9, 3, 2), 2, Metric.Cosine, NoProgress.Instance, TestContext.Current.CancellationToken);
        Assert.Contains("MergeTopKernel.Run", DeviceRecord.LoadedKernels(device));
        Assert.Empty(DeviceRecord.LoadedKernels(device).Except(Kernels()));
    }

    [Fact]
    [Trait("Only", "DeviceRecord")]
    public void Every_kernel_was_run_on_every_device_by_a_test_that_passed()
    {
        foreach (IGrouping<string, DeviceRecordLine> device in Read().GroupBy(line => line.Column))
        {
            IEnumerable<string> missing = Kernels().Except(device.Select(line => line.Kernel), StringComparer.Ordinal);
            Assert.True(!missing.Any(), $"{device.Key}: no passing test ran {string.Join(", ", missing)}");
        }
    }

    [Fact]
    [Trait("Only", "DeviceRecord")]
    public void The_table_in_the_README_is_fresh()
    {
        string? difference = Table().DifferenceFrom(DeviceTable.Parse(File.ReadAllText(Readme())));
        Assert.True(
            difference is null,
            $"the README's table of devices is stale: {difference}. Refresh it: tests/devices/table.sh --write"
        );
    }

    [Fact]
    [Trait("Only", "DeviceTable")]
    public void The_table_in_the_README_is_written()
    {
        string text = File.ReadAllText(Readme());
        File.WriteAllText(Readme(), Table().With(DeviceTable.Parse(text)).WrittenInto(text));
    }

    private static IEnumerable<string> Kernels() =>
        typeof(KernelEntryAttribute)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(method => method.GetCustomAttribute<KernelEntryAttribute>() is not null)
            .Select(DeviceRecord.NameOf);

    private static DeviceTable Table() =>
        DeviceTable.Of(Read(), Kernels(), Environment.Version.ToString(2), DateOnly.FromDateTime(DateTime.UtcNow));

    private static DeviceRecordLine[] Read()
    {
        string file = Variable("GPUCLUSTER_DEVICE_RECORD");
        DeviceRecordLine[] record = [.. File.ReadLines(file).Select(DeviceRecordLine.Parse)];
        Assert.True(record.Length > 0, $"{file} is empty: no test has passed on a device");
        return record;
    }

    private static string Readme() => Variable("GPUCLUSTER_DEVICE_README");

    private static string Variable(string name)
    {
        string? value = Environment.GetEnvironmentVariable(name);
        Assert.SkipWhen(string.IsNullOrEmpty(value), $"{name} names no file");
        return value!;
    }
}
