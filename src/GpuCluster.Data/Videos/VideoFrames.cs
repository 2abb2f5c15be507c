using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Videos;

/// <summary>
/// Frames of a video, written once into the user's cache by ffmpeg, as JPEG files that are named by their time. ffmpeg reads this one file:
/// no other file, and no address on the network, that it refers to.
/// </summary>
internal static class VideoFrames
{
    /// <summary>The time of a frame stands in its file's name, in thousandths of a second.</summary>
    private const double TicksPerSecond = 1000;

    /// <summary>ffmpeg that writes nothing for so long is held by damage.</summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>Takes frames out of a video.</summary>
    /// <param name="path">The video.</param>
    /// <param name="every">The least time between two frames.</param>
    /// <param name="limit">Frames at most; null for all.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <returns>The file and the time in seconds of each frame, ascending.</returns>
    /// <exception cref="UnusableInputException">ffmpeg finds no frame in it, or too many for its size.</exception>
    /// <exception cref="MachineFaultException">ffmpeg is not installed, or the disk is full.</exception>
    public static IReadOnlyList<(string File, double Seconds)> Of(string path, TimeSpan every, int? limit, CancellationToken cancellation)
    {
        string step = every.TotalSeconds.ToString("0.######", CultureInfo.InvariantCulture);
        string max = limit is { } frames ? frames.ToString(CultureInfo.InvariantCulture) : "";
        string key = UnpackedFolder.KeyOf(new FileInfo(path), step, max);
        string folder = UnpackedFolder.Get(path, "videos", key, beside => Unpack(path, step, max, beside, cancellation));
        return
        [
            .. Directory
                .EnumerateFiles(folder, "*.jpg")
                .Order(StringComparer.Ordinal)
                .Select(file => (file, long.Parse(Path.GetFileNameWithoutExtension(file), CultureInfo.InvariantCulture) / TicksPerSecond)),
        ];
    }

    private static void Unpack(string path, string step, string max, string folder, CancellationToken cancellation)
    {
        // Times are rounded to thousandths, so that a frame of exactly the next step must not be missed.
        string[] arguments =
        [
            .. (string[])["-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file"],
            .. (string[])["-i", $"file:{Path.GetFullPath(path)}", "-map", "0:v:0"],
            .. (string[])["-vf", $"select='isnan(prev_selected_t)+gte(t-prev_selected_t,{step}-0.0005)',settb=1/{TicksPerSecond}"],
            .. (string[])["-fps_mode", "passthrough", "-enc_time_base", $"1/{TicksPerSecond}", "-frame_pts", "1"],
            .. max.Length > 0 ? ["-frames:v", max] : (string[])[],
            .. (string[])["-q:v", "2", "-f", "image2", Path.Combine(folder.Replace("%", "%%", StringComparison.Ordinal), "%012d.jpg")],
        ];
        string messages = Run(path, arguments, folder, cancellation);
        if (!Directory.EnumerateFiles(folder).Any())
        {
            string said = messages.Length > 0 ? $" (ffmpeg: {messages})" : "";
            throw new UnusableInputException($"{path}: a video without a frame{said}; give one that plays");
        }
    }

    private static string Run(string path, string[] arguments, string folder, CancellationToken cancellation)
    {
        string program =
            SystemProgram.Find("ffmpeg")
            ?? throw new MachineFaultException($"{path}: reading a video needs ffmpeg, which is not installed: apt-get install ffmpeg");
        ProcessStartInfo start = new(program, arguments) { UseShellExecute = false, RedirectStandardError = true };
        using Process ffmpeg = Start(path, start);
        try
        {
            Task<string> messages = ffmpeg.StandardError.ReadToEndAsync(cancellation);
            Wait(path, ffmpeg, folder, cancellation);
            string[] lines = messages
                .GetAwaiter()
                .GetResult()
                .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return lines.FirstOrDefault("");
        }
        finally
        {
            if (!ffmpeg.HasExited)
            {
                ffmpeg.Kill();
                ffmpeg.WaitForExit();
            }
        }
    }

    private static Process Start(string path, ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new MachineFaultException($"{path}: {start.FileName} cannot be run: {e.Message}", e);
        }
    }

    private static void Wait(string path, Process ffmpeg, string folder, CancellationToken cancellation)
    {
        long fileBytes = new FileInfo(path).Length;
        long written = -1;
        TimeSpan silence = TimeSpan.Zero;
        while (!ffmpeg.WaitForExit(Step))
        {
            cancellation.ThrowIfCancellationRequested();
            long now = new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
            UnpackLimit.Check(path, fileBytes, now, "take fewer frames");
            silence = now == written ? silence + Step : TimeSpan.Zero;
            written = now;
            if (silence > MaxSilence)
            {
                throw new UnusableInputException(
                    $"{path}: ffmpeg has written nothing for {MaxSilence.TotalMinutes:0} minutes, so it is probably damaged"
                );
            }
        }
    }
}
