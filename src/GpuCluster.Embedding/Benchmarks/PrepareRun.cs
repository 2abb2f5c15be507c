using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>n pictures resized, cut to a square and scaled to 0..1, each thread with buffers of its own.</summary>
internal sealed class PrepareRun : IKernelRun
{
    /// <summary>Pictures in memory; the others are these again.</summary>
    private const int MaxDistinct = 8;

    private readonly int _count;
    private readonly ResampleFilter _filter;
    private readonly ImagePreparation _preparation;
    private readonly DecodedImage[] _images;
    private readonly float[][] _planes;
    private readonly (ImagePreparer Preparer, float[] Planes)[] _workers;

    /// <param name="size">n pictures, and the side of the square in pixels.</param>
    /// <param name="seed">Of the pictures.</param>
    /// <param name="filter">How they are resized.</param>
    /// <param name="threads">1 or more.</param>
    public PrepareRun(KernelSize size, ulong seed, ResampleFilter filter, int threads)
    {
        (_count, _filter) = (size.N, filter);
        _preparation = new ImagePreparation
        {
            Filter = filter,
            ShortestSide = size.D,
            Width = size.D,
            Height = size.D,
            RoundsCutToEven = false,
            Rescale = 1 / 255.0,
            Mean = [0, 0, 0],
            Deviation = [1, 1, 1],
        };
        _images = [.. Enumerable.Range(0, Math.Min(MaxDistinct, size.N)).Select(index => SyntheticImages.Create(seed, index))];
        _planes = [.. _images.Select(_ => Planes(size))];
        _workers = [.. Enumerable.Range(0, threads).Select(_ => (new ImagePreparer(_preparation), Planes(size)))];
    }

    /// <summary>NaN: sums are of whole numbers.</summary>
    public double Operations => double.NaN;

    /// <summary>Four bytes of a pixel in, three floats out.</summary>
    public double Bytes => _count * ((4.0 * SyntheticImages.Width * SyntheticImages.Height) + (sizeof(float) * (double)_planes[0].Length));

    /// <inheritdoc/>
    public void Run(CancellationToken cancellation) =>
        Parallel.For(
            0,
            _workers.Length,
            new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = _workers.Length },
            worker =>
            {
                (ImagePreparer preparer, float[] planes) = _workers[worker];
                for (int i = worker; i < _count; i += _workers.Length)
                {
                    cancellation.ThrowIfCancellationRequested();
                    preparer.Prepare(_images[i % _images.Length], i < _planes.Length ? _planes[i] : planes);
                }
            }
        );

    /// <inheritdoc/>
    public double MaxRelativeError() =>
        Enumerable.Range(0, _images.Length).Max(i => ResizeReference.MaxError(_images[i], _filter, _preparation.Width, _planes[i]));

    /// <summary>Holds nothing outside .NET's memory.</summary>
    public void Dispose() { }

    private static float[] Planes(KernelSize size) => new float[3L * size.D * size.D];
}
