using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Layouts;
using GpuCluster.Embedding.Images;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>An image model on n images that are ready as tensors.</summary>
internal sealed class ModelRun : IKernelRun
{
    /// <summary>Images in memory at least; the others are these again.</summary>
    private const int MinDistinct = 32;

    /// <summary>Images that are checked, the first of as many batches.</summary>
    private const int Checked = 3;

    private readonly ModelReference _reference;
    private readonly OnnxImageModel _model;
    private readonly int _count,
        _batch,
        _callers,
        _imageLength;
    private readonly float[] _images;
    private readonly float[] _rows;
    private readonly bool[] _isUsable;

    /// <param name="folder">The model.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="count">n images.</param>
    /// <param name="seed">Of the images.</param>
    /// <param name="batch">Images of one run, where the model leaves them free.</param>
    /// <param name="threads">Which threads work on one batch.</param>
    /// <param name="callers">Batches that run at once.</param>
    public ModelRun(ModelFolder folder, OnnxDevice device, int count, ulong seed, int batch, SessionThreads threads, int callers)
    {
        ImagePreparation preparation = PreparationFile.Read(folder.RequirePreprocessing());
        (_count, _callers) = (count, callers);
        _imageLength = 3 * preparation.Height * preparation.Width;
        _reference = new ModelReference(folder.RequireImageModel(), preparation, TokenPooling.Read(folder));
        _model = new OnnxImageModel(
            folder.RequireImageModel(),
            device,
            preparation.Height,
            preparation.Width,
            TokenPooling.Read(folder),
            threads
        );
        _batch = _model.FixedBatch ?? batch;
        _images = new float[Math.Max(1, MinDistinct / _batch) * (long)_batch * _imageLength];
        _rows = new float[(long)count * _model.Columns];
        _isUsable = new bool[count];
        uint key = CounterRandom.Key(seed, 0, 0);
        for (int i = 0; i < _images.Length; i++)
            _images[i] = CounterRandom.Symmetric(CounterRandom.Bits(key, (uint)i));
    }

    /// <summary>NaN: the operations of a model are unknown.</summary>
    public double Operations => double.NaN;

    /// <summary>Images in, vectors out; the model's weights are not counted.</summary>
    public double Bytes => sizeof(float) * (((double)_count * _imageLength) + _rows.Length);

    /// <inheritdoc/>
    public void Run(CancellationToken cancellation)
    {
        int batches = (_count + _batch - 1) / _batch,
            next = -1;
        Parallel.For(
            0,
            Math.Min(_callers, batches),
            new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = _callers },
            _ =>
            {
                while (Interlocked.Increment(ref next) is var batch && batch < batches)
                {
                    cancellation.ThrowIfCancellationRequested();
                    int first = batch * _batch,
                        count = Math.Min(_batch, _count - first);
                    _model.Run(
                        ImagesFrom(first),
                        count,
                        _rows.AsSpan(first * _model.Columns, count * _model.Columns),
                        _isUsable.AsSpan(first, count)
                    );
                }
            }
        );
    }

    /// <inheritdoc/>
    public double MaxRelativeError() =>
        Enumerable
            .Range(0, Math.Min(Checked, (_count + _batch - 1) / _batch))
            .Select(batch => batch * _batch)
            .Max(first => _reference.MaxError(ImagesFrom(first), _rows.AsSpan(first * _model.Columns, _model.Columns)));

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    private Memory<float> ImagesFrom(int first) => _images.AsMemory(first * _imageLength % _images.Length);
}
