namespace GpuCluster.Cluster.Nodes;

/// <summary>
/// Receives what ends a silo, most often that the others declared it dead. Orleans's own handler ends the process with a core dump; here the
/// node stops the silo and joins again.
/// </summary>
internal sealed class FatalErrors : IFatalErrorHandler, IDisposable
{
    private readonly CancellationTokenSource _source = new();

    /// <summary>Cancelled at the first fatal error.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What happened, in one line.</summary>
    public string Reason { get; private set; } = "";

    public bool IsUnexpected(Exception exception) => exception is not OperationCanceledException;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        Reason = (exception?.Message ?? context ?? "the silo ended").Split('\n')[0];
        // Callers hold locks of the runtime: what the token starts must not run on their thread.
        _ = Task.Run(_source.Cancel);
    }

    public void Dispose() => _source.Dispose();
}
