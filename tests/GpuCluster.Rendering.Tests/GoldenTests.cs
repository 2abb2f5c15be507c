using System.Numerics;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering.Targets;
using GpuCluster.Rendering.Tests.Passes;
using GpuCluster.Rendering.Tests.Thumbnails;
using GpuCluster.Rendering.Thumbnails;
using GpuCluster.Scene.Frames;
using GpuCluster.Testing;
using GpuCluster.Vulkan.Tests;
using SkiaSharp;

namespace GpuCluster.Rendering.Tests;

/// <summary>
/// Pictures as they were when somebody looked at them. With GPUCLUSTER_NEW_GOLDEN=1 the pictures of this run replace them; look at them
/// before you commit them.
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
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, TestScene.TenClouds(count));
        using FrameRenderer renderer = new(gpu.Device, new FrameRendererOptions { ForcesPointPrimitives = isPrimitives });
        using OffscreenTarget target = new(gpu.Device, Width, Height);
        Vector3 eye = new Vector3(0.3f, 0.9f, 1.8f) * (pointSize > 10 ? 0.7f : 1);
        PointColours colours = isStyled ? PointStyleTests.Styled(count) : TestScene.TenColours(count);
        SceneFrame scene = TestScene.Look(eye, Width, Height, colours, pointSize) with { Opacity = isStyled ? 0.8f : 1 };
        renderer.Render(scene, stream, overlay: null, target);
        AssertGolden(name, target.ReadColour().ToArray(), Width, Height, isPrimitives ? Width * Height / 500 : 0);
    }

    [Fact]
    public void Pictures_lines_and_axes_are_the_golden_ones()
    {
        const int Width = 640;
        const int Height = 360;
        const int Pictures = 80;
        Vector4[] positions = TestScene.TenClouds(3_000);
        using ValidatedDevice gpu = new();
        using PositionStream stream = TestScene.Stream(gpu.Device, positions);
        using TestThumbnails thumbnails = new(positions.Length, 32, 64);
        using ThumbnailAtlas atlas = new(gpu.Device, thumbnails);
        using FrameRenderer renderer = new(gpu.Device) { Pictures = atlas };
        using OffscreenTarget target = new(gpu.Device, Width, Height);
        SceneFrame scene = TestScene.Look(new Vector3(0.3f, 0.7f, 1.4f), Width, Height, TestScene.TenColours(positions.Length), 5);
        scene = SpritesTests.WithSprites(scene, positions, Pictures, 24, 64, fades: true) with
        {
            ShowsAxes = true,
            Lines =
            [
                .. Enumerable
                    .Range(1, 40)
                    .SelectMany(i => new[] { new LineVertex(default, 0, 0xFFFFFFFF), new LineVertex(default, i * 7, 0x60FFFFFF) }),
            ],
        };
        atlas.WaitForAll(scene.Sprites, TestContext.Current.CancellationToken);
        renderer.Render(scene, stream, overlay: null, target);
        AssertGolden("pictures.png", target.ReadColour().ToArray(), Width, Height, maxBeyond: 0);
    }

    private static void AssertGolden(string name, byte[] actual, int width, int height, int maxBeyond)
    {
        if (Environment.GetEnvironmentVariable("GPUCLUSTER_NEW_GOLDEN") == "1")
            Save(Path.Combine(GoldenImage.Folder, name), actual, width, height);
        (int goldenWidth, int goldenHeight, byte[] expected) = GoldenImage.Load(name);
        Assert.Equal((width, height), (goldenWidth, goldenHeight));
        ImageDifference difference = ImageComparer.Compare(expected, actual, Tolerance);
        Assert.True(difference.PixelsBeyond <= maxBeyond, $"{name}: {difference}");
    }

    private static void Save(string path, byte[] rgba, int width, int height)
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        rgba.CopyTo(bitmap.GetPixelSpan());
        using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(path, png.ToArray());
    }
}
