using System.Numerics;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Rendering;
using GpuCluster.Rendering.Targets;
using GpuCluster.Scene.Frames;
using GpuCluster.Session.Graphics;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Slots;

namespace GpuCluster.App.Benchmarks;

/// <summary>Frames of a cloud, the camera going round it a little each time, until the picture is read back.</summary>
internal sealed class FrameRun : IKernelRun
{
    private const float PointSize = 3;
    private const float RadiansPerFrame = 0.05f;
    private const int BytesOfPixel = 4;

    private readonly Layout _layout;
    private readonly FrameSettings _picture = new();
    private readonly BenchCamera _camera;
    private readonly FrameRenderer _renderer;
    private readonly OffscreenTarget _target;
    private readonly PositionStream _stream;
    private readonly byte[] _background;
    private byte[] _pixels = [];
    private SceneFrame _scene;
    private int _frame;

    /// <param name="device">Outlives this.</param>
    /// <param name="options">How points are drawn.</param>
    /// <param name="layout">n points, in the plane or in space.</param>
    public FrameRun(VulkanDevice device, FrameRendererOptions options, Layout layout)
    {
        _layout = layout.Dims == 3 ? layout : InSpace(layout);
        _camera = BenchCamera.Around(_layout, _picture, PointSize);
        _renderer = new FrameRenderer(device, options);
        _target = new OffscreenTarget(device, _picture.Width, _picture.Height);
        _stream = new PositionStream(PositionSlots.Allocate(device, layout.Count), device.TimelineSemaphore);
        _scene = _camera.At(0);

        // Before the first positions the background alone is drawn.
        _background = Draw(CancellationToken.None);
        using FixedLayout points = new(_layout);
        points.WriteTo(_stream.BeginWrite(CancellationToken.None).Memory);
        _stream.Publish(epoch: 0);
    }

    /// <inheritdoc/>
    public double Operations => 0;

    /// <summary>Positions and colours in, the picture out.</summary>
    public double Bytes =>
        ((4.0 * sizeof(float)) + sizeof(uint)) * _layout.Count + ((double)BytesOfPixel * _picture.Width * _picture.Height);

    /// <inheritdoc/>
    public void Run(CancellationToken cancellation)
    {
        _scene = _camera.At(_frame++ * RadiansPerFrame);
        _pixels = Draw(cancellation);
    }

    /// <summary>
    /// The share of pixels that show a point where there is none, or none where there is one. Pixels at a point's very rim are not asked,
    /// nor whose point is in front.
    /// </summary>
    public double MaxRelativeError() => WrongShare(_scene, _layout, _picture, _pixels, _background);

    /// <summary>The share of pixels that are drawn and should not be, or the other way round.</summary>
    /// <param name="scene">The camera.</param>
    /// <param name="layout">n points in space.</param>
    /// <param name="picture">The picture's size.</param>
    /// <param name="pixels">The picture, four bytes a pixel.</param>
    /// <param name="background">The same without any point.</param>
    internal static double WrongShare(
        SceneFrame scene,
        Layout layout,
        FrameSettings picture,
        ReadOnlySpan<byte> pixels,
        ReadOnlySpan<byte> background
    )
    {
        double[] nearest = NearestCentres(scene, layout, picture);
        int wrong = 0,
            asked = 0;
        for (int pixel = 0; pixel < nearest.Length; pixel++)
        {
            if (Math.Abs(nearest[pixel] - (PointSize / 2)) < 0.05)
                continue;

            asked++;
            bool isDrawn = !pixels
                .Slice(pixel * BytesOfPixel, BytesOfPixel)
                .SequenceEqual(background.Slice(pixel * BytesOfPixel, BytesOfPixel));
            wrong += isDrawn == nearest[pixel] < PointSize / 2 ? 0 : 1;
        }

        return (double)wrong / asked;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stream.Dispose();
        _target.Dispose();
        _renderer.Dispose();
    }

    private byte[] Draw(CancellationToken cancellation)
    {
        _renderer.Render(_scene, _stream, overlay: null, _target, cancellation);
        return _target.ReadColour(cancellation).ToArray();
    }

    /// <summary>For each pixel how far its middle is from the nearest point's, in pixels; infinite beyond two.</summary>
    private static double[] NearestCentres(SceneFrame scene, Layout layout, FrameSettings picture)
    {
        double[] nearest = new double[picture.Width * picture.Height];
        Array.Fill(nearest, double.PositiveInfinity);
        Matrix4x4 m = scene.View * scene.Projection;
        for (int i = 0; i < layout.Count; i++)
        {
            ReadOnlySpan<float> p = layout.Of(i);
            double w = ((double)p[0] * m.M14) + ((double)p[1] * m.M24) + ((double)p[2] * m.M34) + m.M44;
            double x =
                ((((double)p[0] * m.M11) + ((double)p[1] * m.M21) + ((double)p[2] * m.M31) + m.M41) / w * picture.Width / 2)
                + (picture.Width / 2.0);
            double y =
                ((((double)p[0] * m.M12) + ((double)p[1] * m.M22) + ((double)p[2] * m.M32) + m.M42) / w * picture.Height / 2)
                + (picture.Height / 2.0);
            for (int row = Math.Max(0, (int)y - 2); row < Math.Min(picture.Height, (int)y + 3); row++)
            {
                for (int column = Math.Max(0, (int)x - 2); column < Math.Min(picture.Width, (int)x + 3); column++)
                {
                    int pixel = (row * picture.Width) + column;
                    nearest[pixel] = Math.Min(nearest[pixel], Math.Sqrt(Math.Pow(column + 0.5 - x, 2) + Math.Pow(row + 0.5 - y, 2)));
                }
            }
        }

        return nearest;
    }

    private static Layout InSpace(Layout plane) =>
        new(plane.Count, 3, [.. Enumerable.Range(0, plane.Count).SelectMany(i => (float[])[plane.Of(i)[0], plane.Of(i)[1], 0])]);
}
