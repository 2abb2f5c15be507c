namespace GpuCluster.App.CommandLine;

/// <summary>
/// What a thread throws and nothing catches: the runtime would end the process with a stack trace and no report. The first such thread
/// reports; others wait for the end.
/// </summary>
internal sealed class ThreadFaults : IDisposable
{
    private readonly Action<Exception> _report;
    private int _count;

    /// <param name="report">Reports it, and ends the process.</param>
    public ThreadFaults(Action<Exception> report)
    {
        _report = report;
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
    }

    /// <inheritdoc/>
    public void Dispose() => AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs unhandled)
    {
        if (Interlocked.Increment(ref _count) > 1)
            Thread.Sleep(Timeout.Infinite);
        _report(unhandled.ExceptionObject as Exception ?? new InvalidOperationException($"{unhandled.ExceptionObject}"));
    }
}
