using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Text;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>Zero-shot labels: class names as sentences, compared with images that the same model embedded (Radford et al., 2021).</summary>
public sealed class TextLabels : IDisposable
{
    private readonly ModelFolder _model;
    private readonly ClipTextEmbedder _texts;

    /// <summary>Opens the text encoder of a model.</summary>
    /// <param name="settings">The model.</param>
    /// <param name="warn">Called for each text that is cut.</param>
    /// <exception cref="UnusableInputException">There is no model, or it has no text encoder.</exception>
    public TextLabels(EmbeddingSettings settings, Action<string> warn)
    {
        _model = settings.Model ?? throw TextSide.NoTexts("give");
        _texts = ClipTextEmbedder.Open(_model.Path, warn);
    }

    /// <summary>The model's name.</summary>
    public string Model => _model.Name;

    /// <summary>The factor of cosines that the model was trained with, for example 100.</summary>
    public double TrainedScale => LogitScale.Of(_model);

    /// <summary>Finds the class that fits each image best.</summary>
    /// <param name="data">The name of the data, for messages.</param>
    /// <param name="images">n x d values, by this model.</param>
    /// <param name="names">Names of c classes, 1 or more, each once.</param>
    /// <param name="templates">Sentences with {} for the name, 1 or more; a class is the mean of its sentences.</param>
    /// <param name="scale">The factor of cosines before the softmax, above 0.</param>
    /// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>For each of n images the best class, and c probabilities that sum to 1.</returns>
    /// <exception cref="UnusableInputException">Names or templates are wrong, or another model made the images.</exception>
    public ZeroShotLabels Find(
        string data,
        EmbeddingMatrix images,
        IReadOnlyList<string> names,
        IReadOnlyList<string> templates,
        double scale,
        int threads,
        CancellationToken cancellation
    )
    {
        EmbeddingMatrix classes = ClassPrompts.Embed(_texts, names, templates, cancellation);
        if (images.Columns != classes.Columns)
        {
            throw new UnusableInputException(
                $"{data}: vectors of {images.Columns} features, and {_model.Name} makes texts of {classes.Columns}: "
                    + "another model made them; give the images themselves, or that model"
            );
        }

        if ((long)images.Rows * names.Count > Array.MaxLength)
        {
            throw new UnusableInputException(
                $"{images.Rows} images x {names.Count} classes are more than one array holds; use fewer samples or fewer classes"
            )
            {
                Remedies = [Remedy.FewerSamples],
            };
        }

        return ZeroShotLabels.Measure(images, classes, scale, threads, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _texts.Dispose();
}
