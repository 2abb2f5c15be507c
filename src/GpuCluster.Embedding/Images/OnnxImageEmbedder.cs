using System.Diagnostics;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Images;

/// <summary>
/// Embeds images with an ONNX model. Every core processes its own batch from file to vector: decode, resize, run. So no core waits for
/// another's stage, and memory holds one batch per core. The batches are fixed, so that rows do not depend on the number of threads.
/// </summary>
public sealed class OnnxImageEmbedder : IDisposable
{
    private const int HashBytes = 32;
    private readonly ImagePreparation _preparation;
    private readonly OnnxImageModel _model;

    private OnnxImageEmbedder(ImagePreparation preparation, OnnxImageModel model, OnnxDevice device) =>
        (_preparation, _model, Device) = (preparation, model, device);

    /// <summary>Where the model runs.</summary>
    public OnnxDevice Device { get; }

    /// <summary>d, the number of features.</summary>
    public int Columns => _model.Columns;

    /// <summary>Images of one run.</summary>
    internal int Batch => _model.Batch;

    /// <summary>Loads a model with its preprocessing.</summary>
    /// <exception cref="UnusableInputException">A file is missing, damaged or of an unknown kind.</exception>
    /// <exception cref="MachineFaultException">The device cannot be used.</exception>
    public static OnnxImageEmbedder Open(ModelFolder folder, OnnxDevice device)
    {
        string image = folder.RequireImageModel();
        ImagePreparation preparation = PreparationFile.Read(folder.RequirePreprocessing());
        return new OnnxImageEmbedder(
            preparation,
            new OnnxImageModel(image, device, preparation.Height, preparation.Width, TokenPooling.Read(folder)),
            device
        );
    }

    /// <summary>Embeds pictures, in their order.</summary>
    /// <param name="images">n pictures.</param>
    /// <param name="cache">The cache of earlier vectors, or null.</param>
    /// <param name="threads">Threads at most, 1 or more.</param>
    /// <param name="progress">Receives the share done; the caller has begun the stage.</param>
    /// <param name="cancellation">Stops the work; finished vectors are in the cache.</param>
    public EmbeddedImages Embed(
        IImageSource images,
        IEmbeddingCache? cache,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        int n = images.Count,
            next = -1,
            done = 0,
            computed = 0;
        (int First, int Count)[] batches = [.. ImageBatches.Of(n, _model.Batch, isSplit: _model.FixedBatch is null)];
        EmbeddingBuffer values = new(n, Columns);
        string?[] reasons = new string?[n];
        long start = Stopwatch.GetTimestamp();
        Parallel.For(
            0,
            Math.Min(threads, Math.Max(1, batches.Length)),
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            _ =>
            {
                Worker worker = new(_model, _preparation, images, cache, values, reasons, progress.Decoded);
                while (Interlocked.Increment(ref next) is var batch && batch < batches.Length)
                {
                    cancellation.ThrowIfCancellationRequested();
                    (int first, int count) = batches[batch];
                    Interlocked.Add(ref computed, worker.Embed(first, count));
                    progress.Report(Interlocked.Add(ref done, count) / (double)n);
                }
            }
        );
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        int[] kept = [.. Enumerable.Range(0, n).Where(sample => reasons[sample] is null)];
        return new EmbeddedImages(values.Take(kept), reasons, computed, seconds);
    }

    /// <inheritdoc/>
    public void Dispose() => _model.Dispose();

    /// <summary>The buffers of one core.</summary>
    private sealed class Worker(
        OnnxImageModel model,
        ImagePreparation preparation,
        IImageSource images,
        IEmbeddingCache? cache,
        EmbeddingBuffer values,
        string?[] reasons,
        Action<DecodedImage> decoded
    )
    {
        private readonly ImagePreparer _preparer = new(preparation);
        private readonly float[] _images = new float[model.Length];
        private readonly float[] _rows = new float[model.Batch * model.Columns];
        private readonly bool[] _isUsable = new bool[model.Batch];
        private readonly int[] _samples = new int[model.Batch];
        private readonly byte[] _hashes = new byte[model.Batch * HashBytes];

        /// <summary>Embeds samples in a row, those that the cache does not have.</summary>
        /// <returns>Samples that went through the model.</returns>
        public int Embed(int first, int count)
        {
            int waiting = 0;
            for (int sample = first; sample < first + count; sample++)
            {
                using IImageContent content = images.Open(sample);
                if (!IsKnown(content, sample, waiting, out string? reason) && reason is null && TryPrepare(content, waiting, out reason))
                    _samples[waiting++] = sample;
                reasons[sample] = reason;
            }

            if (waiting > 0)
                Run(waiting);
            return waiting;
        }

        private bool IsKnown(IImageContent content, int sample, int place, out string? reason)
        {
            reason = null;
            if (cache is null)
                return false;
            Span<byte> hash = _hashes.AsSpan(place * HashBytes, HashBytes);
            return content.TryHash(hash, out reason) && cache.TryRead(hash, values.Row(sample));
        }

        private bool TryPrepare(IImageContent content, int place, out string? reason)
        {
            if (!content.TryDecode(_preparer.WantedSide, out DecodedImage? picture, out reason))
                return false;
            decoded(picture);
            _preparer.Prepare(picture, _images.AsSpan(place * _preparer.Length, _preparer.Length));
            return true;
        }

        private void Run(int count)
        {
            model.Run(_images, count, _rows, _isUsable);
            int kept = 0;
            for (int i = 0; i < count; i++)
            {
                if (!_isUsable[i])
                {
                    reasons[_samples[i]] = "the model gives it no direction: zeros or values that are not finite";
                    continue;
                }

                Span<float> row = _rows.AsSpan(i * model.Columns, model.Columns);
                row.CopyTo(values.Row(_samples[i]));
                row.CopyTo(_rows.AsSpan(kept * model.Columns));
                _hashes.AsSpan(i * HashBytes, HashBytes).CopyTo(_hashes.AsSpan(kept * HashBytes));
                kept++;
            }

            cache?.Append(_hashes.AsSpan(0, kept * HashBytes), _rows.AsSpan(0, kept * model.Columns));
        }
    }
}
