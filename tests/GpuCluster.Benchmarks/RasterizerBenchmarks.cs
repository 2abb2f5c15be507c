using System.Numerics;
using BenchmarkDotNet.Attributes;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering;
using GpuCluster.Rendering.Targets;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Instances;
using GpuCluster.Vulkan.Slots;

namespace GpuCluster.Benchmarks;

/// <summary>
/// One offscreen frame at 1280x720 with the whole picture read back, by compute rasteriser and by point primitives. Points in a ball, two
/// radii away.
/// </summary>
[ShortRunJob]
public class RasterizerBenchmarks
{
    private VulkanInstance? _instance;
    private VulkanDevice? _device;
    private PositionStream? _stream;
    private FrameRenderer? _renderer;
    private OffscreenTarget? _target;
    private SceneFrame? _scene;

    [Params(10_000, 70_000, 1_000_000)]
    public int Points { get; set; }

    [Params(3f, 6f)]
    public float PointSize { get; set; }

    [Params(false, true)]
    public bool Primitives { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _instance = VulkanInstance.Create(new VulkanInstanceOptions());
        _device = VulkanDevice.Create(_instance, PhysicalDeviceChoice.Make(_instance).Require());
        _stream = new PositionStream(PositionSlots.Allocate(_device, Points), _device.TimelineSemaphore);
        Span<Vector4> positions = _stream.BeginWrite(CancellationToken.None).Memory.Positions;
        for (int i = 0; i < Points; i++)
        {
            // A Fibonacci sphere filled inwards: even, and the same everywhere.
            float y = 1 - 2 * (i + 0.5f) / Points;
            float radius = MathF.Cbrt(i * 0.754877f % 1);
            (float sin, float cos) = MathF.SinCos(i * 2.399963f);
            float ring = MathF.Sqrt(1 - y * y);
            positions[i] = new Vector4(cos * ring * radius, y * radius, sin * ring * radius, 0);
        }
        _stream.Publish(1);
        _renderer = new FrameRenderer(_device, new FrameRendererOptions { ForcesPointPrimitives = Primitives });
        _target = new OffscreenTarget(_device, 1280, 720);
        Matrix4x4 projection = Matrix4x4.CreatePerspectiveFieldOfView(1, 1280f / 720, 0.01f, 20);
        projection.M22 = -projection.M22;
        _scene = new SceneFrame
        {
            View = Matrix4x4.CreateLookAt(new Vector3(0, 0.5f, 2), Vector3.Zero, Vector3.UnitY),
            Projection = projection,
            PointSize = PointSize,
            Colours = new PointColours([.. Enumerable.Range(0, Points).Select(i => 0xFF000000 | (uint)i * 2654435761)]),
            FadeRange = new Vector2(1, 3),
        };
    }

    [Benchmark]
    public byte Frame()
    {
        _renderer!.Render(_scene!, _stream!, overlay: null, _target!);
        return _target!.ReadColour()[0];
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        _renderer?.Dispose();
        _target?.Dispose();
        _stream?.Dispose();
        _device?.Dispose();
        _instance?.Dispose();
    }
}
