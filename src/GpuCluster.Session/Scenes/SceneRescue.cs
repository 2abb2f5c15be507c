namespace GpuCluster.Session.Scenes;

/// <summary>
/// Keeps the scene of a window that ends before its user could save it. The thread that runs the window writes it, as the scene is that
/// thread's alone; another thread that fails asks for it and waits.
/// </summary>
public sealed class SceneRescue : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _done = new();
    private Func<bool, string?>? _write;
    private Action? _wake;
    private volatile bool _isAsked;

    /// <summary>The file that was written; null: none.</summary>
    public string? Kept { get; private set; }

    /// <summary>A window has opened.</summary>
    /// <param name="write">Writes the scene: for true always, for false only where something is not saved. Returns the file; null where
    /// there is none.</param>
    /// <param name="wake">Wakes the window's thread; called from other threads.</param>
    public void Begin(Func<bool, string?> write, Action wake) => (_write, _wake) = (write, wake);

    /// <summary>The window was closed by its user: there is nothing to keep.</summary>
    public void End() => (_write, _wake) = (null, null);

    /// <summary>The window's thread, at every turn: writes the scene if another thread has asked for it.</summary>
    public void KeepIfAsked()
    {
        if (_isAsked)
            Keep(always: true);
    }

    /// <summary>
    /// Writes the scene, once. What goes wrong is not reported: the reason for the end is what the user has to see.
    /// </summary>
    /// <param name="always">False: only where something is not saved.</param>
    public void Keep(bool always)
    {
        lock (_gate)
        {
            Func<bool, string?>? write = _write;
            End();
            Kept ??= write is null ? null : TryWrite(write, always);
            _done.Set();
        }
    }

    /// <summary>
    /// A thread that has failed: has the window's thread write the scene. Where that does not answer, as it waits for what has failed, this
    /// one writes what it can.
    /// </summary>
    /// <param name="patience">How long it waits.</param>
    public void Ask(TimeSpan patience)
    {
        if (_write is null)
            return;
        _isAsked = true;
        _wake?.Invoke();
        if (!_done.Wait(patience))
            Keep(always: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _done.Dispose();

    private static string? TryWrite(Func<bool, string?> write, bool always)
    {
        try
        {
            return write(always);
        }
        catch (Exception)
        {
            return null;
        }
    }
}
