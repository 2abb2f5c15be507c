using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;

namespace GpuCluster.Compute.Host.Initial;

/// <summary>
/// Where t-SNE starts: a small cloud, the first axis of standard deviation 1e-4, so that all points feel each other at first (Kobak and
/// Berens 2019; scikit-learn's default). Axes keep their proportions.
/// </summary>
public static class TsneInitialLayout
{
    private const double Deviation = 1e-4;

    /// <summary>Makes an initial layout. What cannot be made falls back to random positions, and says so.</summary>
    /// <param name="kind">What to start from.</param>
    /// <param name="graph">n vertices; used by spectral starts.</param>
    /// <param name="embedding">n samples; used by principal components.</param>
    /// <param name="dims">2 or 3.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="threads">Threads to use at most, 1 or more.</param>
    /// <param name="progress">Receives the share done and warnings; the caller has begun the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static Layout Create(
        InitialLayoutKind kind,
        LayoutGraph graph,
        EmbeddingMatrix embedding,
        int dims,
        ulong seed,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        (float[]? values, string? reason) = kind switch
        {
            InitialLayoutKind.Spectral => SpectralInitialLayout.Create(
                graph,
                embedding,
                dims,
                seed,
                threads,
                progress.Report,
                cancellation
            ),
            InitialLayoutKind.Pca => PcaInitialLayout.Create(embedding, dims, seed, threads, progress.Report, cancellation),
            _ => (null, null),
        };
        if (reason is not null)
            progress.Warn($"The layout starts from random positions: {reason}");
        values ??= InitialScaling.NormalPositions(graph.Count, dims, seed);
        Scale(values, dims);
        progress.Report(1);
        return new Layout(graph.Count, dims, values);
    }

    /// <summary>Brings positions that someone gave to the size that t-SNE wants.</summary>
    /// <param name="given">The positions; not changed.</param>
    public static Layout Scaled(Layout given)
    {
        float[] values = [.. given.Values];
        Scale(values, given.Dims);
        return given with { Values = values };
    }

    private static void Scale(float[] values, int dims)
    {
        double sum = 0,
            squares = 0;
        for (int i = 0; i < values.Length; i += dims)
        {
            sum += values[i];
            squares += (double)values[i] * values[i];
        }

        double n = Math.Max(1, values.Length / dims),
            mean = sum / n,
            variance = (squares / n) - (mean * mean);
        float factor = variance > 0 ? (float)(Deviation / Math.Sqrt(variance)) : 0;
        for (int i = 0; i < values.Length; i++)
            values[i] *= factor;
    }
}
