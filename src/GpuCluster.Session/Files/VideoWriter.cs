using System.ComponentModel;
using System.Diagnostics;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Session.Files;

/// <summary>
/// Encodes pictures as H.264 in an .mp4 by piping raw RGBA to ffmpeg. The file is written as all results are (<see cref="UnfinishedFile"/>)
/// and renamed by <see cref="Complete"/>; disposal without it removes what was written.
/// </summary>
/// <remarks>Without -xerror ffmpeg ends with exit code 0 where it could not write the end of the file. Its boxes are checked too.</remarks>
public sealed class VideoWriter : IDisposable
{
    // What ffmpeg says of a full target: the system's words in English, whatever the language, as it carries its own.
    private static readonly string[] Full = ["No space left on device", "File too large", "Disk quota exceeded"];

    private readonly Process _ffmpeg;
    private readonly Task<string> _messages;
    private readonly UnfinishedFile _file;
    private bool _completed;

    private VideoWriter(Process ffmpeg, UnfinishedFile file)
    {
        _ffmpeg = ffmpeg;
        _messages = ffmpeg.StandardError.ReadToEndAsync();
        _file = file;
    }

    /// <summary>Whether ffmpeg can be started here.</summary>
    public static bool IsAvailable() => SystemProgram.Find("ffmpeg") is not null;

    /// <summary>Starts ffmpeg.</summary>
    /// <exception cref="MachineFaultException">It is not installed.</exception>
    public static VideoWriter Create(string path, int width, int height, int framesPerSecond)
    {
        string ffmpeg =
            SystemProgram.Find("ffmpeg")
            ?? throw new MachineFaultException(
                $"{path}: a video needs ffmpeg, which is not installed: apt-get install ffmpeg, or write a .png"
            );
        UnfinishedFile file = AtomicFile.Begin(path);
        ProcessStartInfo start = new(ffmpeg)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        string[] arguments =
        [
            "-hide_banner",
            "-loglevel",
            "error",
            "-xerror",
            "-y",
            "-f",
            "rawvideo",
            "-pixel_format",
            "rgba",
            "-video_size",
            $"{width}x{height}",
            "-framerate",
            $"{framesPerSecond}",
            "-i",
            "pipe:0",
            // H.264 with 4:2:0 plays everywhere; it needs even sizes.
            "-vf",
            "crop=trunc(iw/2)*2:trunc(ih/2)*2",
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "20",
            "-pix_fmt",
            "yuv420p",
            "-movflags",
            "+faststart",
            "-f",
            "mp4",
            file.Place,
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);

        try
        {
            return new VideoWriter(Process.Start(start)!, file);
        }
        catch (Win32Exception exception)
        {
            file.Dispose();
            throw new MachineFaultException($"{path}: {ffmpeg} cannot be run: {exception.Message}", exception);
        }
    }

    /// <summary>Adds a picture.</summary>
    /// <param name="rgba">height x width pixels, R G B A, top row first.</param>
    /// <exception cref="MachineFaultException">ffmpeg stopped; the message carries its own.</exception>
    public void Add(ReadOnlySpan<byte> rgba)
    {
        try
        {
            _ffmpeg.StandardInput.BaseStream.Write(rgba);
        }
        catch (IOException exception)
        {
            throw Failure(exception);
        }
    }

    /// <summary>Ends the video and gives it its name.</summary>
    /// <exception cref="MachineFaultException">ffmpeg failed; the message carries its own.</exception>
    public void Complete()
    {
        try
        {
            _ffmpeg.StandardInput.Close();
        }
        catch (IOException exception)
        {
            throw Failure(exception);
        }

        _ffmpeg.WaitForExit();
        if (_ffmpeg.ExitCode != 0 || (File.Exists(_file.Place) && !Mp4Boxes.AreWhole(_file.Place)))
            throw Failure(null);

        _file.Complete();
        _completed = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_completed)
        {
            if (!_ffmpeg.HasExited)
            {
                _ffmpeg.Kill();
                _ffmpeg.WaitForExit();
            }
        }

        _file.Dispose();

        _ffmpeg.Dispose();
    }

    private MachineFaultException Failure(Exception? cause)
    {
        _ffmpeg.WaitForExit();
        string message = _messages.GetAwaiter().GetResult().Trim().Replace(_file.Place, _file.Path, StringComparison.Ordinal);
        if (Full.Any(full => message.Contains(full, StringComparison.Ordinal)))
            return new MachineFaultException($"{_file.Path}: no room left on the device; free some or choose another place", cause);
        string reason = message.Length > 0 ? message.ReplaceLineEndings("; ") : "it stopped before the end";
        return new MachineFaultException($"{_file.Path}: ffmpeg could not write the video: {reason}", cause);
    }
}
