using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Images;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>Embedding as a whole, from files to vectors, without a cache.</summary>
internal sealed class EmbedRun : IKernelRun
{
    /// <summary>Pictures that are checked, spread over all.</summary>
    private const int Checked = 3;

    private readonly ImagePreparation _preparation;
    private readonly ModelReference _reference;
    private readonly OnnxImageEmbedder _embedder;
    private readonly IImageSource _images;
    private readonly int _threads;
    private EmbeddedImages? _found;

    /// <param name="folder">The model.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="pictures">All of them readable.</param>
    /// <param name="threads">1 or more.</param>
    public EmbedRun(ModelFolder folder, OnnxDevice device, IImageSource pictures, int threads)
    {
        (_images, _threads) = (pictures, threads);
        _preparation = PreparationFile.Read(folder.RequirePreprocessing());
        _reference = new ModelReference(folder.RequireImageModel(), _preparation, TokenPooling.Read(folder));
        _embedder = OnnxImageEmbedder.Open(folder, device);
    }

    /// <summary>NaN: the operations of a model are unknown.</summary>
    public double Operations => double.NaN;

    /// <summary>Prepared images and vectors; files and weights are not counted.</summary>
    public double Bytes => sizeof(float) * (double)_images.Count * ((3.0 * _preparation.Height * _preparation.Width) + _embedder.Columns);

    /// <inheritdoc/>
    public void Run(CancellationToken cancellation) =>
        _found = _embedder.Embed(_images, cache: null, _threads, NoProgress.Instance, cancellation);

    /// <inheritdoc/>
    public double MaxRelativeError()
    {
        ImagePreparer preparer = new(_preparation);
        int questions = Math.Min(Checked, _images.Count);
        return Enumerable
            .Range(0, questions)
            .Select(question => (int)((long)question * _images.Count / questions))
            .Max(index =>
            {
                float[] images = new float[preparer.Length * _embedder.Batch];
                MeasuredImages.Prepare(_images, index, preparer, images.AsSpan(0, preparer.Length));
                return _reference.MaxError(images, _found!.Vectors.Row(index));
            });
    }

    /// <inheritdoc/>
    public void Dispose() => _embedder.Dispose();
}
