namespace GpuCluster.Core.Embeddings;

/// <summary>Vectors that a model once made, by the content they were made from. Any thread. What cannot be kept is made again: a cache costs time at worst.</summary>
public interface IEmbeddingCache
{
    /// <summary>Fills <paramref name="row"/> with the vector of a content.</summary>
    /// <param name="hash">The content's SHA-256, 32 bytes.</param>
    /// <param name="row">Receives d values.</param>
    /// <returns>False where there is none of that length.</returns>
    bool TryRead(ReadOnlySpan<byte> hash, Span<float> row);

    /// <summary>Keeps vectors, if it can.</summary>
    /// <param name="hashes">k x 32 bytes.</param>
    /// <param name="rows">k x d values.</param>
    void Append(ReadOnlySpan<byte> hashes, ReadOnlySpan<float> rows);
}
