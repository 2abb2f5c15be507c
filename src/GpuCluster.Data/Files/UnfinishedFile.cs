namespace GpuCluster.Data.Files;

/// <summary>
/// A result that is being written: to <see cref="Place"/>, a hidden file in the target's folder, which <see cref="Complete"/> renames.
/// Disposed of without that, it leaves nothing.
/// </summary>
public sealed class UnfinishedFile : IDisposable
{
    private readonly string? _target;

    /// <summary>A file beside its target, or the target itself.</summary>
    /// <param name="path">The target as the user wrote it, for messages.</param>
    /// <param name="place">Where to write.</param>
    /// <param name="target">What it is renamed to; null if it is written directly.</param>
    internal UnfinishedFile(string path, string place, string? target) => (Path, Place, _target) = (path, place, target);

    /// <summary>The target as the user wrote it.</summary>
    public string Path { get; }

    /// <summary>Where to write.</summary>
    public string Place { get; }

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="Core.Errors.UnusableInputException">Its folder is no longer there.</exception>
    /// <exception cref="Core.Errors.MachineFaultException">The disk fails.</exception>
    public void Complete()
    {
        if (_target is not null)
            AtomicFile.Guarded(Path, () => File.Move(Place, _target, overwrite: true));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_target is not null && File.Exists(Place))
            File.Delete(Place);
    }
}
