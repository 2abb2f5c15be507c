namespace GpuCluster.Core.Errors;

/// <summary>
/// The user's input or options cannot be used. The message names the file or setting, the place in it, and the remedy; the program ends
/// with exit code 2.
/// </summary>
/// <param name="message">One sentence for the user: what, where, and what to do.</param>
/// <param name="innerException">The cause, where another component found it.</param>
public sealed class UnusableInputException(string message, Exception? innerException = null)
    : Exception(message, innerException),
        IHasRemedies
{
    /// <inheritdoc/>
    public IReadOnlyList<Remedy> Remedies { get; init; } = [];
}
