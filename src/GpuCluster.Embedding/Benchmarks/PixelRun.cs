using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>Pixels of n square grey pictures on their way to features.</summary>
internal sealed class PixelRun : IKernelRun
{
    /// <summary>Pictures that are checked, the first ones.</summary>
    private const int Checked = 16;

    private readonly byte[] _pixels;
    private readonly int _features;
    private readonly bool _isCentred;
    private readonly Func<byte[], EmbeddingMatrix> _embed;
    private EmbeddingMatrix? _found;

    /// <param name="size">n pictures, and their side.</param>
    /// <param name="seed">Of the pixels.</param>
    /// <param name="isCentred">Whether each picture's mean is subtracted and its length made 1.</param>
    /// <param name="embed">The kernel.</param>
    public PixelRun(KernelSize size, ulong seed, bool isCentred, Func<byte[], EmbeddingMatrix> embed)
    {
        _features = checked(size.D * size.D);
        _pixels = new byte[(long)size.N * _features];
        uint key = CounterRandom.Key(seed, 0, 0);
        for (int i = 0; i < _pixels.Length; i++)
            _pixels[i] = (byte)CounterRandom.Bits(key, (uint)i);
        (_isCentred, _embed) = (isCentred, embed);
    }

    /// <summary>One product a value, or a difference and a product.</summary>
    public double Operations => (_isCentred ? 2.0 : 1.0) * _pixels.Length;

    /// <summary>A byte in, a float out.</summary>
    public double Bytes => (1.0 + sizeof(float)) * _pixels.Length;

    /// <inheritdoc/>
    public void Run(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _found = _embed(_pixels);
    }

    /// <inheritdoc/>
    public double MaxRelativeError()
    {
        double error = 0,
            scale = double.Epsilon;
        for (int image = 0; image < Math.Min(Checked, _found!.Rows); image++)
        {
            double[] pixels = [.. _pixels.Skip(image * _features).Take(_features).Select(pixel => (double)pixel)];
            double mean = _isCentred ? pixels.Average() : 0;
            double unit = _isCentred ? Math.Max(double.Epsilon, Math.Sqrt(pixels.Sum(pixel => Math.Pow(pixel - mean, 2)))) : byte.MaxValue;
            for (int j = 0; j < _features; j++)
            {
                double expected = (pixels[j] - mean) / unit;
                error = Math.Max(error, Math.Abs(_found.Row(image)[j] - expected));
                scale = Math.Max(scale, Math.Abs(expected));
            }
        }

        return error / scale;
    }

    /// <summary>Holds nothing outside .NET's memory.</summary>
    public void Dispose() { }
}
