using System.ComponentModel;
using System.Diagnostics;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Images;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Videos;

/// <summary>Videos that ffmpeg made for the test: testsrc shows another picture in each frame.</summary>
public sealed class VideoTests : IDisposable
{
    private const string Pattern = "testsrc=duration=3.05:rate=10:size=320x240";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("clip.mp4", "libx264", null, "0 1 2 3")]
    [InlineData("name without extension.mp4", "libx264", 0.5, "0 0.5 1 1.5 2 2.5 3")]
    [InlineData("clip.mkv", "ffv1", 1.0, "0 1 2 3")]
    [InlineData("clip.avi", "mjpeg", 1.25, "0 1.3 2.6")]
    public void Frames_are_samples_with_their_times(string name, string codec, double? every, string times)
    {
        string path = Make(name, "-f", "lavfi", "-i", Pattern, "-c:v", codec);
        if (name.Contains(' ', StringComparison.Ordinal))
        {
            File.Move(path, _folder.File("%d ' video"));
            path = _folder.File("%d ' video");
        }

        ImageFileDataset set = Read(path, new DatasetOptions { Every = every is { } seconds ? TimeSpan.FromSeconds(seconds) : null });

        Assert.Equal(times, string.Join(' ', Assert.IsType<NumericColumn>(Assert.Single(set.Columns)).Values));
        Assert.Equal($"{Path.GetFileName(path)}#t={times.Split(' ')[^1]}", set.Paths[^1]);
        Assert.Null(set.Labels);
        IImageSource images = set.OpenImages();
        Assert.True(images.TryRead(1, 320, out DecodedImage? frame, out _));
        // The same frame, taken out in another way.
        string still = _folder.File("still.png");
        Run("-ss", times.Split(' ')[1], "-i", $"file:{path}", "-frames:v", "1", still);
        Assert.True(new ImageDecoder().TryDecode(still, ImageGround.White, null, out DecodedImage? expected, out _));
        Assert.Equal((320, 240), (frame.Width, frame.Height));
        double difference = Difference(frame, expected);
        Assert.InRange(difference, 0, 5);
        Assert.True(images.TryRead(0, 320, out DecodedImage? other, out _));
        Assert.True(Difference(other, expected) > 1.5 * difference);
    }

    [Fact]
    public void The_limit_ends_the_reading()
    {
        string path = Make("clip.mp4", "-f", "lavfi", "-i", Pattern);
        Assert.Equal(2, Read(path, new DatasetOptions { Limit = 2 }).Count);
        Assert.Equal(4, Read(path, new DatasetOptions()).Count);
    }

    [Fact]
    public void A_video_without_a_frame_or_of_damage_is_refused()
    {
        string sound = Make("sound.mp4", "-f", "lavfi", "-i", "sine=duration=0.2");
        Refusal.Of(sound, "sound.mp4: a video without a frame (ffmpeg: Stream map '0:v:0' matches no streams.");
        string path = Make("clip.mp4", "-f", "lavfi", "-i", Pattern);
        Refusal.Of(_folder.Write("cut.mp4", File.ReadAllBytes(path)[..400]), "cut.mp4: a video without a frame (ffmpeg: ");
    }

    [Fact]
    public void Only_a_video_has_frames_at_even_times()
    {
        _folder.Write("a.png", Images.ImageFixtures.Flat(4, 4, SkiaSharp.SKColors.Red));
        DatasetOptions options = new() { Every = TimeSpan.FromSeconds(1) };
        Refusal.Of(_folder.Path, options, "no video, so it has no frames at even times");
        Refusal.Of(_folder.File("a.png"), options, "no video, so it has no frames at even times");
    }

    private static ImageFileDataset Read(string path, DatasetOptions options) =>
        Assert.IsType<ImageFileDataset>(DatasetReader.Read(path, options, TestContext.Current.CancellationToken));

    // Mean of the differences of all values.
    private static double Difference(DecodedImage a, DecodedImage b)
    {
        double sum = 0;
        for (int i = 0; i < a.Rgba.Length; i++)
            sum += Math.Abs(a.Rgba.Span[i] - b.Rgba.Span[i]);
        return sum / a.Rgba.Length;
    }

    private static void Run(params string[] arguments)
    {
        try
        {
            using Process ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]))!;
            ffmpeg.WaitForExit();
            Assert.Equal(0, ffmpeg.ExitCode);
        }
        catch (Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed");
        }
    }

    private string Make(string name, params string[] arguments)
    {
        Run([.. arguments, .. arguments.Contains("-c:v") ? ["-pix_fmt", "yuv420p"] : (string[])[], _folder.File(name)]);
        return _folder.File(name);
    }
}
