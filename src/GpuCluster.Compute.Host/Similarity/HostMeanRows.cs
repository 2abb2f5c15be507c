using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>Mean unit rows in the host's memory.</summary>
/// <param name="owner">What made them.</param>
/// <param name="columns">d.</param>
/// <param name="values">m x d, row-major.</param>
internal sealed class HostMeanRows(HostCosineSimilarity owner, int columns, float[] values) : IMeanRows
{
    /// <inheritdoc/>
    public int Count => values.Length / columns;

    /// <summary>What made them.</summary>
    public HostCosineSimilarity Owner => owner;

    /// <summary>The mean row of a block.</summary>
    public ReadOnlySpan<float> Row(int block) => values.AsSpan(block * columns, columns);

    /// <summary>Releases nothing: the values are the collector's.</summary>
    public void Dispose() { }
}
