namespace GpuCluster.Core.Embeddings;

/// <summary>
/// Turns texts into vectors of the same space as a model's images, so that the cosine of a text and an image says how well they fit. An
/// instance serves one caller at a time.
/// </summary>
public interface ITextEmbedder : IDisposable
{
    /// <summary>d, the number of features, the same as of the model's images.</summary>
    int Columns { get; }

    /// <summary>Embeds texts, in their order.</summary>
    /// <param name="texts">n texts in any script. What is longer than the model's context is cut.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>n x d values, each row of length 1.</returns>
    /// <exception cref="Errors.UnusableInputException">A text is empty or blank.</exception>
    EmbeddingMatrix Embed(IReadOnlyList<string> texts, CancellationToken cancellation);
}
