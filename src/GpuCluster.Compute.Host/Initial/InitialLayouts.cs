using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Progress;

namespace GpuCluster.Compute.Host.Initial;

/// <summary>Makes the layout that a stepper starts from. What cannot be made falls back, spectral to PCA to random, and says so.</summary>
public static class InitialLayouts
{
    /// <summary>
    /// The most samples that a spectral embedding is tried for. The graphs of more have, as a rule, more weakly joined parts than
    /// dimensions, whose eigenvalues all but coincide with the trivial one: a million samples in 60 clusters took four times as long as all
    /// epochs and did not converge.
    /// </summary>
    internal const int MaxSpectral = 250_000;

    /// <summary>
    /// Makes an initial layout, scaled as UMAP wants it. The same arguments give the same values to the bit, whatever the number of
    /// threads.
    /// </summary>
    /// <param name="kind">What to start from.</param>
    /// <param name="graph">The layout graph; n vertices.</param>
    /// <param name="embedding">The n samples that the graph was made of, for principal components and for placing unconnected
    /// parts.</param>
    /// <param name="dims">2 or 3.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="threads">Threads to use at most, 1 or more.</param>
    /// <param name="progress">Receives the share done and warnings; the caller has begun the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="ArgumentException">Graph and embedding disagree in n, or dims is not 2 or 3.</exception>
    public static InitialLayoutResult Create(
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
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        if (dims is not (2 or 3))
            throw new ArgumentOutOfRangeException(nameof(dims), dims, "a layout has 2 or 3 dimensions");
        if (graph.Count != embedding.Rows)
            throw new ArgumentException($"a graph of {graph.Count} vertices does not go with {embedding.Rows} samples", nameof(embedding));

        List<string> reasons = [];
        float[]? values = null;
        if (kind == InitialLayoutKind.Spectral)
        {
            (values, string? reason) =
                graph.Count > MaxSpectral
                    ? (null, $"more than {MaxSpectral} samples; their eigenvectors would take longer than the layout")
                    : SpectralInitialLayout.Create(graph, embedding, dims, seed, threads, progress.Report, cancellation);
            if (values is null)
                FallBack(InitialLayoutKind.Pca, reason);
        }

        if (kind == InitialLayoutKind.Pca)
        {
            (values, string? reason) = PcaInitialLayout.Create(embedding, dims, seed, threads, progress.Report, cancellation);
            if (values is null)
                FallBack(InitialLayoutKind.Random, reason);
        }

        if (values is null)
            values = RandomInitialLayout.Create(graph.Count, dims, seed);
        else
            InitialScaling.SpreadWithNoise(values, dims, seed);

        InitialScaling.StretchAxes(values, dims);
        progress.Report(1);
        return new InitialLayoutResult(new Layout(graph.Count, dims, values), kind, reasons.Count > 0 ? string.Join("; ", reasons) : null);

        void FallBack(InitialLayoutKind next, string? reason)
        {
            string message = $"The layout starts from {Name(next)} instead of the {Name(kind)}: {reason}";
            progress.Warn(message);
            reasons.Add(message);
            kind = next;
        }
    }

    /// <summary>
    /// Brings positions that someone gave to the size that UMAP wants; where some coincide all are moved by a little noise, as they could
    /// not part else.
    /// </summary>
    /// <param name="given">The positions; not changed.</param>
    /// <param name="seed">Seed of the noise.</param>
    public static Layout Scaled(Layout given, ulong seed)
    {
        float[] values = [.. given.Values];
        InitialScaling.StretchAxes(values, given.Dims);
        if (Coincide(given.Count, given.Dims, values))
        {
            InitialScaling.SpreadWithNoise(values, given.Dims, seed);
            InitialScaling.StretchAxes(values, given.Dims);
        }

        return given with
        {
            Values = values,
        };
    }

    private static bool Coincide(int count, int dims, float[] values)
    {
        HashSet<(float X, float Y, float Z)> seen = new(count);
        for (int i = 0; i < values.Length; i += dims)
        {
            if (!seen.Add((values[i], values[i + 1], dims > 2 ? values[i + 2] : 0)))
                return true;
        }

        return false;
    }

    private static string Name(InitialLayoutKind kind) =>
        kind switch
        {
            InitialLayoutKind.Spectral => "spectral embedding",
            InitialLayoutKind.Pca => "principal components",
            _ => "random positions",
        };
}
