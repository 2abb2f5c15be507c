using System.Numerics;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Compute.Ilgpu.Tests.Devices;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Compute.Ilgpu.Tests;

public sealed class IlgpuUmapStepperTests
{
    public static TheoryData<string> Devices => TestDevices.Names;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Same_seed_gives_the_same_bits_whatever_the_group_size_and_after_a_restart(int dims)
    {
        LayoutGraph graph = RingLayouts.Ring(61);
        Layout initial = RingLayouts.Circle(61, dims);
        UmapOptions options = new() { Dims = dims, Epochs = 15 };
        Layout first = Run("2", graph, initial, options);
        Assert.Equal(first.Values, Run("4", graph, initial, options).Values);
        Assert.Equal(first.Values, Run("16", graph, initial, options).Values);
        Assert.NotEqual(first.Values, Run("2", graph, initial, options with { Seed = 7 }).Values);

        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuUmapStepper stepper = new(graph, initial, options, device);
        Finish(stepper);
        stepper.Restart();
        Assert.Equal(0, stepper.Epoch);
        Assert.Equal(initial.Values, stepper.Read().Values);
        Finish(stepper);
        Assert.Equal(first.Values, stepper.Read().Values);
        stepper.Step();
        Assert.Equal(15, stepper.Epoch);
    }

    [Fact]
    public void Without_negatives_an_edge_closes_as_the_gradient_says()
    {
        // One pair, pull only, each end a sub-batch of its own: umap-learn's formula in double, both ends moved at once, written out here.
        UmapOptions options = new() { Epochs = 4, NegativeSamples = 0 };
        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuUmapStepper stepper = new(
            new LayoutGraph([0, 1, 2], [1, 0], [1f, 1f]),
            new Layout(2, 3, [0, 0, 0, 3, 0, 0]),
            options,
            device
        );
        Finish(stepper);
        const double A = 1.576944,
            B = 0.895061;
        double[] x = [0, 3];
        for (int epoch = 1; epoch < 4; epoch++)
        {
            double alpha = 1 - ((epoch - 1) / 4.0);
            for (int i = 0; i < 2; i++)
            {
                double difference = x[i] - x[1 - i],
                    d2 = difference * difference;
                double gradient = -2 * A * B * Math.Pow(d2, B - 1) / (1 + (A * Math.Pow(d2, B))) * difference;
                double move = alpha * Math.Clamp(gradient, -4, 4);
                x[i] += move;
                x[1 - i] -= move;
            }
        }

        Assert.Equal(x[0], stepper.Read().Of(0)[0], 1e-3);
        Assert.Equal(x[1], stepper.Read().Of(1)[0], 1e-3);
    }

    [Theory]
    [InlineData("fixed-point")]
    [InlineData("gather")]
    public void Kernels_without_an_order_of_sums_repeat_to_the_bit(string kernel)
    {
        UmapOptions options = new() { Epochs = 12 };
        Layout First(string device)
        {
            using IlgpuDevice opened = TestDevices.Open(device);
            using IlgpuUmapStepper stepper = new(RingLayouts.Ring(61), RingLayouts.Circle(61, 3), options, opened, kernel: kernel);
            Finish(stepper);
            return stepper.Read();
        }

        Assert.Equal(First("2").Values, First("16").Values);
    }

    [Fact]
    public void Every_kernel_holds_pinned_points_and_pulls_their_neighbours()
    {
        foreach (string kernel in IlgpuUmapStepper.Kernels)
        {
            using IlgpuDevice device = TestDevices.Open("4");
            using IlgpuUmapStepper stepper = new(
                RingLayouts.Ring(30),
                RingLayouts.Circle(30, 3),
                new UmapOptions { Epochs = 10 },
                device,
                kernel: kernel
            );
            stepper.Pin([3, 17]);
            Finish(stepper);
            Layout found = stepper.Read();
            Assert.Equal(stepper.Initial.Of(3), found.Of(3));
            Assert.Equal(stepper.Initial.Of(17), found.Of(17));
            Assert.NotEqual(stepper.Initial.Of(4).ToArray(), found.Of(4).ToArray());
        }
    }

    [Fact]
    public void An_unknown_kernel_is_refused_with_those_there_are()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        UnusableInputException refusal = Assert.Throws<UnusableInputException>(() =>
            new IlgpuUmapStepper(RingLayouts.Ring(9), RingLayouts.Circle(9, 3), new UmapOptions(), device, kernel: "abacus")
        );
        Assert.All(
            ["abacus", "edge-atomic", "fixed-point", "gather", "vertex-serial"],
            name => Assert.Contains(name, refusal.Message, StringComparison.Ordinal)
        );
    }

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void Positions_are_written_in_the_order_of_the_samples_and_nowhere_else(string name)
    {
        Layout initial = RingLayouts.Circle(20, 2);
        using IlgpuDevice device = TestDevices.Open(name);
        using IlgpuUmapStepper stepper = new(RingLayouts.Ring(20), initial, new UmapOptions { Dims = 2 }, device);
        // Twice, as each slot of a window has memory of its own.
        foreach (Vector4[] positions in new[] { new Vector4[21], new Vector4[21] })
        {
            positions[20] = new Vector4(9);
            stepper.WriteTo(new HostPositions(positions));
            for (int i = 0; i < 20; i++)
                Assert.Equal(new Vector4(initial.Of(i)[0], initial.Of(i)[1], 0, 0), positions[i]);
            Assert.Equal(new Vector4(9), positions[20]);
        }

        // The processor's kernels write memory of the host; other devices copy 16 bytes a point.
        bool isHost = device.Info.Identity.Kind == DeviceKind.Host;
        Assert.Equal(isHost ? 0 : 2 * 20 * 16, stepper.CopiedBytes);
        DeviceRecord.Passed(device);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Few_samples_and_no_edges_stay_finite(int count)
    {
        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuUmapStepper stepper = new(
            new LayoutGraph(new int[count + 1], [], []),
            RingLayouts.Circle(count, 3),
            new UmapOptions { Epochs = 3 },
            device
        );
        Finish(stepper);
        Assert.Equal(RingLayouts.Circle(count, 3).Values, stepper.Read().Values);
    }

    private static Layout Run(string name, LayoutGraph graph, Layout initial, UmapOptions options)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        using IlgpuUmapStepper stepper = new(graph, initial, options, device);
        Finish(stepper);
        return stepper.Read();
    }

    private static void Finish(IlgpuUmapStepper stepper)
    {
        while (stepper.Epoch < stepper.Epochs)
            stepper.Step();
    }
}
