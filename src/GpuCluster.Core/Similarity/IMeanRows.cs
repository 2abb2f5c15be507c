namespace GpuCluster.Core.Similarity;

/// <summary>The mean unit rows of some blocks of samples, kept where the <see cref="ICosineSimilarity"/> that made them computes.</summary>
public interface IMeanRows : IDisposable
{
    /// <summary>m, the number of blocks.</summary>
    int Count { get; }
}
