using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>
/// The rows of an embedding, moved into their <see cref="RowTransform"/> and laid out for <see cref="DotTile"/>: panels of p rows, feature
/// by feature, so that feature t of row r of a panel is at t x p + r. The last panel is filled up with zero rows. One copy of X in native
/// memory.
/// </summary>
internal sealed unsafe class PackedRows : IDisposable
{
    /// <summary>Features that are moved at a time: of all rows of a panel they fit the first-level cache.</summary>
    private const int MovedFeatures = 32;

    private readonly NativeBuffer<float> _panels;
    private readonly NativeBuffer<float> _halfSquares;

    private PackedRows(EmbeddingMatrix embedding, Metric metric, int rows, int panelRows)
    {
        Metric = metric;
        Rows = rows;
        Features = embedding.Columns;
        PanelRows = panelRows;
        _panels = new NativeBuffer<float>((long)PanelCount * panelRows * Features);
        _halfSquares = new NativeBuffer<float>((long)TileCount * DotTile.Size);
        new Span<float>(_halfSquares.Pointer, TileCount * DotTile.Size).Fill(float.PositiveInfinity);
    }

    /// <summary>n.</summary>
    public int Rows { get; }

    /// <summary>d.</summary>
    public int Features { get; }

    /// <summary>What tiles of these rows say of two of them.</summary>
    public Metric Metric { get; }

    /// <summary>p.</summary>
    public int PanelRows { get; }

    /// <summary>Panels, the last one filled up.</summary>
    public int PanelCount => (Rows + PanelRows - 1) / PanelRows;

    /// <summary>Tiles along one side of X·Xᵀ.</summary>
    public int TileCount => (Rows + DotTile.Size - 1) / DotTile.Size;

    /// <summary>
    /// Half the squared length of each moved row, for a row without direction 1/2 more, 0 under Manhattan; infinite for the rows that fill
    /// up the last tile, so that nothing is ever near them.
    /// </summary>
    public float* HalfSquares => _halfSquares.Pointer;

    /// <summary>The first panel of a tile's rows.</summary>
    public float* TilePanels(int tile) => _panels.Pointer + ((nint)tile * DotTile.Size * Features);

    /// <summary>Number of panels of a tile's rows.</summary>
    public int TilePanelCount(int tile) => Math.Min(DotTile.Size / PanelRows, PanelCount - (tile * (DotTile.Size / PanelRows)));

    /// <summary>Number of rows of a tile.</summary>
    public int TileRows(int tile) => Math.Min(DotTile.Size, Rows - (tile * DotTile.Size));

    /// <summary>Packs an embedding, or those of its rows that <paramref name="order"/> names, in that order.</summary>
    public static PackedRows Of(
        EmbeddingMatrix embedding,
        Metric metric,
        RowTransform frame,
        int panelRows,
        int threads,
        CancellationToken cancellation,
        int[]? order = null
    )
    {
        PackedRows packed = new(embedding, metric, order?.Length ?? embedding.Rows, panelRows);
        using PinnedRows source = new(embedding);
        try
        {
            WorkQueue.Run(
                packed.PanelCount,
                threads,
                queue =>
                {
                    while (queue.TryTake(out int panel))
                        packed.Pack(source, metric, frame, order, panel);
                },
                cancellation
            );
            return packed;
        }
        catch
        {
            packed.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _panels.Dispose();
        _halfSquares.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(PinnedRows source, Metric metric, RowTransform frame, int[]? order, int panel)
    {
        int firstRow = panel * PanelRows;
        int rows = Math.Min(PanelRows, Rows - firstRow);
        float* target = _panels.Pointer + ((nint)firstRow * Features);
        Span<double> scales = stackalloc double[rows];
        Span<double> means = stackalloc double[rows];
        float** starts = stackalloc float*[rows];
        for (int row = 0; row < rows; row++)
        {
            int from = order is null ? firstRow + row : order[firstRow + row];
            scales[row] = frame.Scales[from];
            means[row] = frame.MeanOf(from);
            starts[row] = source.Row(from);
        }

        Span<double> squares = stackalloc double[rows];
        squares.Clear();
        float* moved = stackalloc float[rows * MovedFeatures];
        fixed (double* shift = frame.Shift)
        {
            for (int feature = 0; feature < Features; feature += MovedFeatures)
            {
                // Along the rows first, where registers hold neighbouring features; then across them.
                int count = Math.Min(MovedFeatures, Features - feature);
                for (int row = 0; row < rows; row++)
                {
                    squares[row] += Move(
                        starts[row] + feature,
                        count,
                        means[row],
                        scales[row],
                        shift + feature,
                        moved + (row * MovedFeatures)
                    );
                }

                for (int i = 0; i < count; i++, target += PanelRows)
                {
                    for (int row = 0; row < rows; row++)
                        target[row] = moved[(row * MovedFeatures) + i];
                    for (int row = rows; row < PanelRows; row++)
                        target[row] = 0;
                }
            }
        }

        for (int row = 0; row < rows; row++)
        {
            // With 1/2 more, the key of a row without direction with a unit row, and with another row without direction, is 1: the
            // distance that cosine gives them. A Manhattan tile needs none.
            double without = metric.IsAngular() && scales[row] == 0 ? 0.5 : 0;
            _halfSquares.Pointer[firstRow + row] = metric == Metric.Manhattan ? 0 : (float)((squares[row] / 2) + without);
        }
    }

    /// <summary>Moves some features of a row and returns the sum of their squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Move(float* source, int count, double mean, double scale, double* shift, float* target)
    {
        int feature = 0;
        Vector256<double> squares = Vector256<double>.Zero,
            means = Vector256.Create(mean),
            scales = Vector256.Create(scale);
        for (; feature + Vector256<float>.Count <= count; feature += Vector256<float>.Count)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.Load(source + feature));
            low = ((low - means) * scales) - Vector256.Load(shift + feature);
            high = ((high - means) * scales) - Vector256.Load(shift + feature + Vector256<double>.Count);
            Vector256<float> moved = Vector256.Narrow(low, high);
            moved.Store(target + feature);
            (low, high) = Vector256.Widen(moved);
            squares += low * low;
            squares += high * high;
        }

        double sum = Vector256.Sum(squares);
        for (; feature < count; feature++)
        {
            float moved = RowTransform.Move(source[feature], mean, scale, shift[feature]);
            target[feature] = moved;
            sum += (double)moved * moved;
        }

        return sum;
    }
}
