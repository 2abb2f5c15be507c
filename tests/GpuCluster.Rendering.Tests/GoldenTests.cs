using System.Numerics;
using GpuCluster.Core.Streaming;
using GpuCluster.Scene.Frames;
using GpuCluster.Testing;
using SkiaSharp;

namespace GpuCluster.Rendering.Tests;

/// <summary>
/// Pictures as they were when somebody looked at them. With GPUCLUSTER_NEW_GOLDEN=1 the pictures of this run replace them; look at them before you commit them.
/// </summary>
public sealed class GoldenTests
{
    // See tests/golden/README.md for why not 0.
    private const int Tolerance = 2;

    [Theory]
    [InlineData("ten-clouds.png", 20_000, 4f, false)]
    [InlineData("ten-clouds-close.png", 3_000, 15f, false)]
    [InlineData("ten-clouds-primitives.png", 20_000, 4f, true)]
    [InlineData("styles.png", 400, 13f, false, true)]
    public void The_picture_is_the_golden_one(string name, int count, float pointSize, bool isPrimitives, bool isStyled = false)
    {
        const int Width = 640;
        const int Height = 360;
        using var gpu = new ValidatedDevice();
        using PositionStream stream = TestScene.Stream(gpu.Device, TestScene.TenClouds(count));
        using var renderer = new FrameRenderer(gpu.Device, new FrameRendererOptions { ForcesPointPrimitives = isPrimitives });
        using var target = new OffscreenTarget(gpu.Device, Width, Height);
        Vector3 eye = new Vector3(0.3f, 0.9f, 1.8f) * (pointSize > 10 ? 0.7f : 1);
        PointColours colours = isStyled ? PointStyleTests.Styled(count) : TestScene.TenColours(count);
        SceneFrame scene = TestScene.Look(eye, Width, Height, colours, pointSize) with { Opacity = isStyled ? 0.8f : 1 };
        renderer.Render(scene, stream, overlay: null, target);
        byte[] actual = target.ReadColour().ToArray();

        if (Environment.GetEnvironmentVariable("GPUCLUSTER_NEW_GOLDEN") == "1")
            Save(Path.Combine(GoldenImage.Folder, name), actual, Width, Height);
        (int width, int height, byte[] expected) = GoldenImage.Load(name);
        Assert.Equal((Width, Height), (width, height));
        ImageDifference difference = ImageComparer.Compare(expected, actual, Tolerance);
        Assert.True(difference.PixelsBeyond <= (isPrimitives ? Width * Height / 500 : 0), $"{name}: {difference}");
    }

    private static void Save(string path, byte[] rgba, int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        rgba.CopyTo(bitmap.GetPixelSpan());
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, png.ToArray());
    }
}
