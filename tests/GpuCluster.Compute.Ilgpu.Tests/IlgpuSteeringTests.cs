using System.Numerics;
using GpuCluster.Compute.Host.Layouts;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Layouts;
using GpuCluster.Compute.Ilgpu.Tests.Devices;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;

namespace GpuCluster.Compute.Ilgpu.Tests;

public sealed class IlgpuSteeringTests
{
    private const int N = 61;

    private static readonly UmapOptions Options = new() { Epochs = 12 };
    private static readonly UmapOptions Steered = Options with
    {
        LearningRate = 0.4,
        Repulsion = 2,
        NegativeSamples = 3,
        MinDist = 0.3,
        Spread = 1.5,
    };

    public static TheoryData<string> Devices => TestDevices.Names;

    /// <summary>
    /// Both round a power of their own, and rounding grows along the way: after few epochs they are still where the other is.
    /// </summary>
    [Theory]
    [MemberData(nameof(Devices))]
    [Trait("Needs", "Device")]
    public void Whatever_is_asked_the_host_does_the_same(string name)
    {
        LayoutGraph graph = RingLayouts.Ring(N);
        Layout initial = RingLayouts.Circle(N, 3);
        using IlgpuDevice device = TestDevices.Open(name);
        using IlgpuUmapStepper found = new(graph, initial, Options, device);
        using HostUmapStepper expected = new(graph, initial, Options, 2);
        Action<IUmapStepper>[] actions =
        [
            stepper => stepper.Pin([3, 40, 7]),
            stepper => Step(stepper, 3),
            stepper => stepper.Steer(Steered),
            stepper => Step(stepper, 2),
            stepper => stepper.Move([7, 9], [new Vector3(1, 2, 3), new Vector3(4, 5, 6)]),
            stepper => Step(stepper, 2),
            stepper => stepper.Pin([]),
            stepper => stepper.Continue(30),
            stepper => Step(stepper, 3),
        ];
        foreach (Action<IUmapStepper> act in actions)
        {
            act(found);
            act(expected);
            Assert.Equal((expected.Epoch, expected.Epochs), (found.Epoch, found.Epochs));
            foreach ((float x, float y) in found.Read().Values.Zip(expected.Read().Values))
                Assert.Equal(y, x, 0.02f);
            Assert.Equal(expected.Loss().Attraction, found.Loss().Attraction, 1e-2 * expected.Loss().Attraction);
            Assert.Equal(expected.Loss().Repulsion, found.Loss().Repulsion, 1e-2 * expected.Loss().Repulsion);
        }
        DeviceRecord.Passed(device);
    }

    [Fact]
    public void After_a_restart_and_more_epochs_it_goes_back_and_on_to_the_same_bits()
    {
        LayoutGraph graph = RingLayouts.Ring(N);
        Layout initial = RingLayouts.Circle(N, 3);
        using IlgpuDevice device = TestDevices.Open("4");
        using IlgpuUmapStepper straight = new(graph, initial, Options, device);
        using IlgpuUmapStepper stepper = new(graph, initial, Options, device);
        Step(straight, 5);
        Step(stepper, 5);
        LayoutMoment moment = stepper.Keep();
        stepper.Restart();
        stepper.Continue(20);
        Step(stepper, 3);
        stepper.GoBackTo(moment);
        Assert.Equal((5, 12), (stepper.Epoch, stepper.Epochs));
        Step(straight, 7);
        Step(stepper, 7);
        Assert.Equal(straight.Read().Values, stepper.Read().Values);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void The_loss_of_equal_positions_is_the_hosts_to_float_precision(int dims)
    {
        LayoutGraph graph = RingLayouts.Ring(N);
        Layout initial = RingLayouts.Circle(N, dims);
        using IlgpuDevice device = TestDevices.Open("4");
        using IlgpuUmapStepper found = new(graph, initial, Options with { Dims = dims }, device);
        using HostUmapStepper expected = new(graph, initial, Options with { Dims = dims }, 1);

        Assert.Equal(expected.Loss().Attraction, found.Loss().Attraction, 1e-5);
        Assert.Equal(expected.Loss().Repulsion, found.Loss().Repulsion, 1e-5);
        Assert.Equal(found.Loss(), found.Loss());
    }

    [Fact]
    public void Pinned_points_keep_every_bit_and_others_feel_them()
    {
        LayoutGraph graph = RingLayouts.Ring(N);
        Layout initial = RingLayouts.Circle(N, 3);
        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuUmapStepper pinned = new(graph, initial, Options, device);
        using IlgpuUmapStepper free = new(graph, initial, Options, device);
        int[] points = [0, 1, 2, 3, 60];
        pinned.Pin(points);

        Step(pinned, 12);
        Step(free, 12);

        foreach (int point in points)
            Assert.Equal(initial.Of(point).ToArray(), pinned.Read().Of(point).ToArray());
        Assert.NotEqual(free.Read().Of(4).ToArray(), pinned.Read().Of(4).ToArray());
        Assert.NotEqual(initial.Of(4).ToArray(), pinned.Read().Of(4).ToArray());

        // Let go, it runs again as if nothing had been pinned.
        pinned.Pin([]);
        pinned.Restart();
        Step(pinned, 12);
        Assert.Equal(free.Read().Values, pinned.Read().Values);
    }

    [Fact]
    public void Going_on_is_what_a_new_layout_from_the_present_positions_does()
    {
        LayoutGraph graph = RingLayouts.Ring(N);
        using IlgpuDevice device = TestDevices.Open("4");
        using IlgpuUmapStepper stepper = new(graph, RingLayouts.Circle(N, 3), Options, device);
        Step(stepper, 12);
        stepper.Steer(Steered);
        using IlgpuUmapStepper expected = new(graph, stepper.Read(), Steered with { Epochs = 20 }, device);

        stepper.Continue(20);
        Step(stepper, 20);
        Step(expected, 20);

        Assert.Equal(expected.Read().Values, stepper.Read().Values);
        stepper.Restart();
        Assert.Equal((0, 12), (stepper.Epoch, stepper.Epochs));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        using IlgpuDevice device = TestDevices.Open("2");
        using IlgpuUmapStepper stepper = new(RingLayouts.Ring(N), RingLayouts.Circle(N, 3), Options, device);

        Assert.Throws<ArgumentException>(() => stepper.Steer(Options with { Repulsion = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => stepper.Continue(0));
        Assert.Throws<ArgumentException>(() => stepper.Pin([N]));
        Assert.Throws<ArgumentException>(() => stepper.Move([0], [new Vector3(float.NaN, 0, 0)]));
        Assert.Equal(Options, stepper.Options);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Few_samples_can_be_steered(int count)
    {
        using IlgpuDevice device = TestDevices.Open("2");
        Layout initial = RingLayouts.Circle(count, 3);
        using IlgpuUmapStepper stepper = new(new LayoutGraph(new int[count + 1], [], []), initial, Options, device);
        stepper.Pin([.. Enumerable.Range(0, count)]);
        stepper.Steer(Steered);
        stepper.Continue(3);
        Step(stepper, 3);
        Assert.Equal(initial.Values, stepper.Read().Values);
        Assert.Equal(default, stepper.Loss());
    }

    private static void Step(IUmapStepper stepper, int epochs)
    {
        for (int epoch = 0; epoch < epochs; epoch++)
            stepper.Step();
    }
}
