using System.Numerics;
using GpuCluster.Compute.Host.Layouts.Tsne;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Compute.Ilgpu.Tests.Devices;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Compute.Ilgpu.Tests;

public sealed class IlgpuTsneStepperTests
{
    public static TheoryData<string> Devices => TestDevices.Names;

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void An_epoch_is_that_of_an_independent_sum_in_double(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        foreach (int dims in new[] { 2, 3 })
        {
            // More points than a group has threads, and no multiple of them.
            (LayoutGraph graph, Layout initial) = Cloud(83, dims);
            TsneOptions options = new() { Dims = dims };
            using IlgpuTsneStepper stepper = new(graph, initial, options, device);
            stepper.Step();
            Assert.InRange(TsneEpochReference.MaxRelativeError(graph, options, initial, stepper.Read()), 0, 1e-5);
        }
        DeviceRecord.Passed(device);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void Epochs_go_where_the_hosts_go(string name)
    {
        using IlgpuDevice device = TestDevices.Open(name);
        foreach (int dims in new[] { 2, 3 })
        {
            // Past the end of exaggeration, where velocities and gains start anew. Long steps would magnify rounding until two right
            // results part.
            (LayoutGraph graph, Layout initial) = Cloud(60, dims);
            TsneOptions options = new()
            {
                Dims = dims,
                Epochs = 25,
                ExaggerationEpochs = 15,
                Theta = 0,
                LearningRate = 4,
            };
            using IlgpuTsneStepper stepper = new(graph, initial, options, device);
            using HostTsneStepper host = new(graph, initial, options, 1);
            Finish(stepper);
            Finish(host);
            Assert.Equal(25, stepper.Epoch);
            (Layout expected, Layout found) = (host.Read(), stepper.Read());
            double way = expected.Values.Zip(initial.Values, (to, from) => Math.Abs(to - from)).Max();
            for (int i = 0; i < expected.Values.Length; i++)
                Assert.Equal(expected.Values[i], found.Values[i], 1e-3 * way);
            Assert.Equal(host.Divergence(), stepper.Divergence(), 1e-3 * host.Divergence());
        }
        DeviceRecord.Passed(device);
    }

    [Fact]
    public void It_is_steered_and_goes_on_as_one_that_was_made_so()
    {
        (LayoutGraph graph, Layout initial) = Cloud(41, 3);
        TsneOptions usual = new() { Epochs = 8, ExaggerationEpochs = 4 };
        using IlgpuDevice device = TestDevices.Open("4");
        using IlgpuTsneStepper stepper = new(graph, initial, usual, device);
        stepper.Steer(usual with { Exaggeration = 2, LearningRate = 5 });
        Finish(stepper);
        using IlgpuTsneStepper made = new(graph, initial, stepper.Options, device);
        Finish(made);
        Assert.Equal(made.Read().Values, stepper.Read().Values);
        using IlgpuTsneStepper other = new(graph, stepper.Read(), stepper.Options with { Epochs = 6, ExaggerationEpochs = 0 }, device);
        Finish(other);
        stepper.Continue(6);
        Finish(stepper);
        Assert.Equal(other.Read().Values, stepper.Read().Values);
    }

    [Fact]
    public void After_a_restart_it_goes_back_and_on_to_the_same_bits()
    {
        (LayoutGraph graph, Layout initial) = Cloud(41, 3);
        TsneOptions options = new() { Epochs = 12, ExaggerationEpochs = 4 };
        using IlgpuDevice device = TestDevices.Open("4");
        using IlgpuTsneStepper straight = new(graph, initial, options, device);
        using IlgpuTsneStepper stepper = new(graph, initial, options, device);
        for (int i = 0; i < 7; i++)
        {
            straight.Step();
            stepper.Step();
        }

        LayoutMoment moment = stepper.Keep();
        stepper.Restart();
        stepper.Step();
        stepper.GoBackTo(moment);
        Assert.Equal((7, 12), (stepper.Epoch, stepper.Epochs));
        Finish(straight);
        Finish(stepper);
        Assert.Equal(straight.Read().Values, stepper.Read().Values);
    }

    [Fact]
    public void The_same_bits_come_again_and_after_a_restart()
    {
        (LayoutGraph graph, Layout initial) = Cloud(41, 3);
        TsneOptions options = new() { Epochs = 12, ExaggerationEpochs = 6 };
        using IlgpuDevice device = TestDevices.Open("4");
        using IlgpuTsneStepper stepper = new(graph, initial, options, device);
        Finish(stepper);
        float[] first = stepper.Read().Values;
        stepper.Step();
        Assert.Equal(first, stepper.Read().Values);
        stepper.Restart();
        Assert.Equal(0, stepper.Epoch);
        Assert.Equal(initial.Values, stepper.Read().Values);
        Finish(stepper);
        Assert.Equal(first, stepper.Read().Values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void So_few_points_stay_finite(int count)
    {
        (LayoutGraph graph, Layout initial) = Cloud(count, 3);
        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuTsneStepper stepper = new(graph, initial, new TsneOptions { Perplexity = 1, Epochs = 300 }, device);
        Finish(stepper);
        Assert.Equal(count, stepper.Count);
        Assert.All(stepper.Read().Values, value => Assert.True(float.IsFinite(value)));
        Assert.True(double.IsFinite(stepper.Divergence()));
    }

    [Fact]
    public void Positions_are_written_in_the_order_of_the_samples_and_nowhere_else()
    {
        (LayoutGraph graph, Layout initial) = Cloud(20, 2);
        using IlgpuDevice device = TestDevices.Open("4");
        using IlgpuTsneStepper stepper = new(graph, initial, new TsneOptions { Dims = 2 }, device);
        Vector4[] positions = new Vector4[21];
        positions[20] = new Vector4(9);
        stepper.WriteTo(new HostPositions(positions));
        for (int i = 0; i < 20; i++)
            Assert.Equal(new Vector4(initial.Of(i)[0], initial.Of(i)[1], 0, 0), positions[i]);
        Assert.Equal(new Vector4(9), positions[20]);
    }

    [Fact]
    public void A_device_without_room_says_so()
    {
        (LayoutGraph graph, Layout initial) = Cloud(100, 3);
        using IlgpuDevice device = TestDevices.Open("2");
        MachineFaultException fault = Assert.Throws<MachineFaultException>(() =>
            new IlgpuTsneStepper(graph, initial, new TsneOptions(), device.WithMaxBytes(1000))
        );
        Assert.Contains(Remedy.ComputeOnHost, fault.Remedies);
    }

    private static (LayoutGraph Graph, Layout Initial) Cloud(int count, int dims) =>
        (
            count < 2 ? new LayoutGraph(new int[count + 1], [], []) : SyntheticGraph.Probabilities(count, 5),
            SyntheticGraph.Cloud(new KernelSize(count, dims), 5)
        );

    private static void Finish(ITsneStepper stepper)
    {
        while (stepper.Epoch < stepper.Epochs)
            stepper.Step();
    }
}
