using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Text;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>A model's texts, ready to be compared with the images that the same model embedded.</summary>
public sealed class TextLabels : IDisposable
{
    private readonly ModelFolder _model;
    private readonly ClipTextEmbedder _texts;

    /// <summary>Opens the text side of a model.</summary>
    /// <param name="settings">The model.</param>
    /// <param name="warn">Told of texts that are cut.</param>
    /// <exception cref="UnusableInputException">It has none, or pixels were asked for, which know no texts.</exception>
    public TextLabels(EmbeddingSettings settings, Action<string> warn)
    {
        _model = settings.Model ?? throw new UnusableInputException("pixels know no texts; give a model with a text side, such as tiny-clip (digits and garments) or a CLIP (models/README.md says where to get one)") { Remedies = [new Remedy(Setting.Model, "tiny-clip")] };
        _texts = ClipTextEmbedder.Open(_model.Path, warn);
    }

    /// <summary>The model's name.</summary>
    public string Model => _model.Name;

    /// <summary>What the model was trained to multiply cosines by.</summary>
    public double TrainedScale => LogitScale.Of(_model);

    /// <summary>The class that fits each image best.</summary>
    /// <param name="data">What the images are called.</param>
    /// <param name="images">n x d, by this model.</param>
    /// <param name="names">Names of c classes.</param>
    /// <param name="templates">Sentences around them.</param>
    /// <param name="scale">What cosines are multiplied by.</param>
    /// <param name="threads">Threads at most.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UnusableInputException">Names or templates are wrong, or another model made the images.</exception>
    public ZeroShotLabels Find(string data, EmbeddingMatrix images, IReadOnlyList<string> names, IReadOnlyList<string> templates, double scale, int threads, CancellationToken cancellation)
    {
        EmbeddingMatrix classes = ClassPrompts.Embed(_texts, names, templates, cancellation);
        if (images.Columns != classes.Columns)
            throw new UnusableInputException($"{data}: vectors of {images.Columns} features, and {_model.Name} makes texts of {classes.Columns}: another model made them; give the images themselves, or that model");
        if ((long)images.Rows * names.Count > Array.MaxLength) throw new UnusableInputException($"{images.Rows} images x {names.Count} classes are more than one array holds; use fewer samples or fewer classes") { Remedies = [Remedy.FewerSamples] };
        return ZeroShotLabels.Measure(images, classes, scale, threads, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _texts.Dispose();
}
