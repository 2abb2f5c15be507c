namespace GpuCluster.Core.Errors;

/// <summary>
/// The machine cannot do what was asked: no driver, no display, a full disk, a lost device. The program ends with exit code 1.
/// </summary>
/// <param name="message">One sentence for the user: what failed and what to install, free or choose instead.</param>
/// <param name="innerException">The cause, where another component found it.</param>
public sealed class MachineFaultException(string message, Exception? innerException = null)
    : Exception(message, innerException),
        IHasRemedies
{
    /// <summary>
    /// Whether a device, or the window's surface on it, is lost with all that was on it: another one, or the same opened again, can go on.
    /// </summary>
    public bool IsDeviceLost { get; init; }

    /// <inheritdoc/>
    public IReadOnlyList<Remedy> Remedies { get; init; } = [];
}
