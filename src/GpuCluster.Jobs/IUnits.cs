namespace GpuCluster.Jobs;

/// <summary>
/// The work of a job as numbered units. Files are the truth: whether a unit is finished is read from the folder, and nothing is remembered
/// that the folder does not say. Two workers may work on one unit at a time: both make the same bytes.
/// </summary>
public interface IUnits
{
    /// <summary>The name of the job's folder, for messages.</summary>
    string Name { get; }

    /// <summary>The SHA-256 of the manifest, 64 hexadecimal digits: equal for all workers of one job.</summary>
    string ManifestHash { get; }

    /// <summary>Units of all stages, 1 or more: known from the manifest. Units are 0 to this - 1.</summary>
    int Count { get; }

    /// <summary>The units that are not finished and whose inputs are, in ascending order. Empty: all is done.</summary>
    IReadOnlyList<int> Ready();

    /// <summary>Whether a valid output with a right checksum is there.</summary>
    /// <param name="unit">0 to <see cref="Count"/> - 1.</param>
    bool IsFinished(int unit);

    /// <summary>Does a unit, which is a pure function of the manifest; does nothing if it is finished.</summary>
    /// <param name="unit">One of <see cref="Ready"/>.</param>
    /// <param name="cancellation">Ends the work; the folder is as before.</param>
    /// <exception cref="Core.Errors.UnusableInputException">Data, model or manifest are not those of the job.</exception>
    /// <exception cref="Core.Errors.MachineFaultException">The disk is full, or fails.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    void Work(int unit, CancellationToken cancellation);
}
