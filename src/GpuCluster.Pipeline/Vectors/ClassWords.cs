using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>Words for what images show; the model that embedded the images assigns one of them to each.</summary>
/// <param name="Names">1 or more, each once.</param>
/// <param name="Templates">Sentences with {} for the name, 1 or more.</param>
public sealed record ClassWords(IReadOnlyList<string> Names, IReadOnlyList<string> Templates)
{
    /// <summary>Assigns the words.</summary>
    /// <param name="data">The name of the data, for messages.</param>
    /// <param name="images">n x d values.</param>
    /// <param name="texts">The text encoder of the model that made them.</param>
    /// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>One of <see cref="Names"/> for each image.</returns>
    /// <exception cref="UnusableInputException">Names or templates are wrong, or another model made the images.</exception>
    public SampleLabels Assign(string data, EmbeddingMatrix images, TextLabels texts, int threads, CancellationToken cancellation) =>
        new(texts.Find(data, images, Names, Templates, texts.TrainedScale, threads, cancellation).ClassOf, Names);
}
