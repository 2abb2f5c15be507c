using System.Runtime.InteropServices;

namespace GpuCluster.App.CommandLine;

/// <summary>
/// Turns Ctrl-C and a polite kill into cancellation, so that owners are disposed and temporary files removed. A second one ends the process
/// at once, and so does the first after a short time: a library, a driver or another program may hold the command in a call that no
/// cancellation ends. What is then left, the next run removes.
/// </summary>
internal sealed partial class Interruption : IDisposable
{
    /// <summary>
    /// The time in which a command has to end by itself; with the time of the signal and of the exit it stays below two seconds.
    /// </summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(1.6);

    /// <summary>Windows' handle that stands for the process that uses it.</summary>
    private const nint Myself = -1;

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Timer _end;

    /// <param name="beforeEnd">Called before the process is ended from here.</param>
    public Interruption(Action beforeEnd)
    {
        _end = new Timer(_ => End(beforeEnd));
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();

        _end.Dispose();
        _source.Dispose();
    }

    /// <summary>Ends the process at once.</summary>
    /// <param name="code">Its exit code.</param>
    public static void EndProcess(int code)
    {
        if (OperatingSystem.IsWindows())
            _ = Terminate(Myself, (uint)code);
        else
            Exit(code);
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
            return;

        context.Cancel = true;
        // Before the token: what it calls may wait for what does not end.
        _end.Change(Allowed, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }

    private static void End(Action beforeEnd)
    {
        beforeEnd();
        // The usual exit runs the ends of native libraries, which wait for the very call that holds the command.
        EndProcess(ExitCode.Interrupted);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);

    [LibraryImport("kernel32", EntryPoint = "TerminateProcess")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Terminate(nint process, uint code);
}
