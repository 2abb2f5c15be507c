namespace GpuCluster.Core.Embeddings;

/// <summary>
/// Cached vectors of a model, by a hash of the content they were computed from. Thread-safe. A vector that cannot be stored is computed
/// again.
/// </summary>
public interface IEmbeddingCache
{
    /// <summary>Fills <paramref name="row"/> with the cached vector of a content.</summary>
    /// <param name="hash">The content's SHA-256, 32 bytes.</param>
    /// <param name="row">Receives d values.</param>
    /// <returns>False where there is none of that length.</returns>
    bool TryRead(ReadOnlySpan<byte> hash, Span<float> row);

    /// <summary>Stores vectors, if possible.</summary>
    /// <param name="hashes">k x 32 bytes.</param>
    /// <param name="rows">k x d values.</param>
    void Append(ReadOnlySpan<byte> hashes, ReadOnlySpan<float> rows);
}
