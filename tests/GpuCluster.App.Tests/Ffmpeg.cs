using System.Diagnostics;
using System.Text.RegularExpressions;

namespace GpuCluster.App.Tests;

/// <summary>Looks at videos where ffmpeg is installed.</summary>
internal static partial class Ffmpeg
{
    public static bool IsPresent =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "ffmpeg")));

    /// <summary>Decodes the whole video and counts its pictures.</summary>
    public static (int Width, int Height, int Frames) Measure(string path)
    {
        ProcessStartInfo start = new("ffmpeg", ["-hide_banner", "-i", path, "-f", "null", "-"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        string told = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        Match size = Size().Match(told);
        return (
            int.Parse(size.Groups["width"].Value),
            int.Parse(size.Groups["height"].Value),
            int.Parse(Frames().Matches(told)[^1].Groups["count"].Value)
        );
    }

    [GeneratedRegex(@"Video: h264.*, (?<width>\d+)x(?<height>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Size();

    [GeneratedRegex(@"frame=\s*(?<count>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Frames();
}
