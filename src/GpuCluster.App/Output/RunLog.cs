using System.Diagnostics;
using System.Globalization;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.App.Output;

/// <summary>
/// The log of --verbose: versions and the command line, then each message with its seconds since the start. A line is written at once, so
/// that the log of a run that was killed ends where the run did. Thread-safe.
/// </summary>
internal sealed class RunLog : IDisposable
{
    private readonly StreamWriter _writer;
    private readonly Lock _gate = new();
    private readonly long _startedAt;

    private RunLog(string path, long startedAt)
    {
        Path = path;
        _startedAt = startedAt;
        _writer = new StreamWriter(path) { AutoFlush = true };
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Begins a log in the user's cache.</summary>
    /// <param name="heading">Its first lines: versions, the command line.</param>
    /// <param name="startedAt">When the process started, as a <see cref="Stopwatch"/> time stamp.</param>
    /// <exception cref="UnusableInputException">There is no place for it.</exception>
    public static RunLog Begin(IEnumerable<string> heading, long startedAt)
    {
        string folder =
            UserCache.Folder("logs") ?? throw new UnusableInputException("no home folder to write a log to: set XDG_CACHE_HOME");
        UserCache.Make(folder);
        string moment = TimeProvider.System.GetLocalNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        string path = System.IO.Path.Combine(folder, $"gpucluster-{moment}-{Environment.ProcessId}.log");
        RunLog log = Open(path, startedAt);
        foreach (string line in heading)
            log.Write(line);

        return log;
    }

    /// <summary>Adds a message. A full disk ends the log, not the run.</summary>
    public void Write(string message)
    {
        lock (_gate)
        {
            try
            {
                double seconds = Stopwatch.GetElapsedTime(_startedAt).TotalSeconds;
                _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds, 9:0.000}  {message}"));
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                // Nothing depends on the log.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            try
            {
                _writer.Dispose();
            }
            catch (IOException)
            {
                // As above.
            }
        }
    }

    private static RunLog Open(string path, long startedAt)
    {
        try
        {
            return new RunLog(path, startedAt);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new MachineFaultException($"{path}: the log cannot be written ({exception.Message})", exception);
        }
    }
}
