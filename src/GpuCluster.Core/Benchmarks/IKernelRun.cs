namespace GpuCluster.Core.Benchmarks;

/// <summary>A kernel that is ready to run at one size, with its data on its device. Used by one thread at a time.</summary>
public interface IKernelRun : IDisposable
{
    /// <summary>
    /// Floating-point operations of one run as executed, a multiply-add counting 2; 0 if the kernel only moves data, NaN if unknown.
    /// </summary>
    double Operations { get; }

    /// <summary>
    /// Bytes that one run has to move between memory and processor at least; what a kernel reads again from a cache does not count.
    /// </summary>
    double Bytes { get; }

    /// <summary>Runs once and returns when the result is there.</summary>
    void Run(CancellationToken cancellation);

    /// <summary>
    /// The largest error of the last run's result against a reference in double precision that shares no code with the kernel, relative to
    /// the largest value that was expected.
    /// </summary>
    double MaxRelativeError();
}
