namespace GpuCluster.Core.Similarity;

/// <summary>The mean unit rows of blocks of samples, on the device of the <see cref="ICosineSimilarity"/> that made them.</summary>
public interface IMeanRows : IDisposable
{
    /// <summary>m, the number of blocks.</summary>
    int Count { get; }
}
