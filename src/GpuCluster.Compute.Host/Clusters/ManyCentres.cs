using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// Finds the nearest of many centres. How it works: <see cref="DotTile"/> multiplies a tile of samples with all centres; centres whose
/// squared distance lies within the products' rounding bound of the nearest are measured again in double.
/// </summary>
/// <param name="embedding">n x d values.</param>
/// <param name="frame">In which samples and centres are multiplied: one scale for all, without the mean of all.</param>
/// <param name="engine">Multiplies.</param>
internal sealed unsafe class ManyCentres(EmbeddingMatrix embedding, RowTransform frame, TileEngine engine) : ICentreSearch
{
    private double[][] _centres = [];
    private PackedRows? _packed;

    private double Scale => frame.Scales[0];

    /// <inheritdoc/>
    public void Begin(double[][] centres)
    {
        _centres = centres;
        float[] moved = new float[centres.Length * embedding.Columns];
        for (int i = 0; i < moved.Length; i++)
        {
            int feature = i % embedding.Columns;
            moved[i] = (float)((centres[i / embedding.Columns][feature] * Scale) - frame.Shift[feature]);
        }

        EmbeddingMatrix rows = new(centres.Length, embedding.Columns, moved);
        _packed?.Dispose();
        _packed = Packed(rows, RowTransform.Still(rows), null);
    }

    /// <inheritdoc/>
    public bool Assign(ReadOnlySpan<int> samples, int[] clusterOf, CentreBounds bounds)
    {
        PackedRows right = _packed!;
        using NativeBuffer<float> products = new(right.TileCount * DotTile.Size * (long)DotTile.Size);
        bool changed = false;
        for (int at = 0; at < samples.Length; at += DotTile.Size)
        {
            ReadOnlySpan<int> some = samples.Slice(at, Math.Min(DotTile.Size, samples.Length - at));
            using PackedRows left = Packed(embedding, frame, some.ToArray());
            for (int tile = 0; tile < right.TileCount; tile++)
            {
                engine.Multiply(
                    left.TilePanels(0),
                    left.TilePanelCount(0),
                    right.TilePanels(tile),
                    right.TilePanelCount(tile),
                    embedding.Columns,
                    products.Pointer + ((long)tile * DotTile.Size * DotTile.Size)
                );
            }

            for (int row = 0; row < some.Length; row++)
            {
                int nearest = Nearest(right, products.Pointer, row, some[row], left.HalfSquares[row], bounds);
                changed |= clusterOf[some[row]] != nearest;
                clusterOf[some[row]] = nearest;
            }
        }

        return changed;
    }

    /// <inheritdoc/>
    public void Dispose() => _packed?.Dispose();

    private PackedRows Packed(EmbeddingMatrix rows, RowTransform of, int[]? order) =>
        PackedRows.Of(rows, Metric.Euclidean, of, engine.PanelRows, 1, CancellationToken.None, order);

    private int Nearest(PackedRows packed, float* products, int row, int sample, float halfSquare, CentreBounds bounds)
    {
        float best = float.PositiveInfinity,
            second = float.PositiveInfinity,
            widest = 0f;
        for (int centre = 0; centre < _centres.Length; centre++)
        {
            float key = Key(packed, products, row, centre);
            second = MathF.Min(second, MathF.Max(best, key));
            best = MathF.Min(best, key);
            widest = MathF.Max(widest, packed.HalfSquares[centre]);
        }

        // Half the squared distance is the key plus the row's half square; its rounding error is that of d products whose absolute sum is
        // at most the sum of both half squares, and of rounding each value itself.
        float error = (embedding.Columns + 8) * 6e-8f * (halfSquare + widest);
        int nearest = -1;
        double square = double.PositiveInfinity;
        for (int centre = 0; centre < _centres.Length; centre++)
        {
            if (Key(packed, products, row, centre) > best + (2 * error))
                continue;
            double distance = DoubleSum.OfSquaredDifferences(_centres[centre], embedding.Row(sample), square);
            if (nearest < 0 || distance < square)
                (nearest, square) = (centre, distance);
        }

        // Where another centre than the one of the least key is nearest, the second key still bounds all but these two, whose keys are both
        // within the error.
        double others = 2 * ((double)second + halfSquare - (3 * error)) / (Scale * Scale);
        bounds.Set(sample, square, others);
        return nearest;
    }

    private static float Key(PackedRows packed, float* products, int row, int centre) =>
        packed.HalfSquares[centre]
        - products[((long)(centre / DotTile.Size) * DotTile.Size * DotTile.Size) + (row * DotTile.Size) + (centre % DotTile.Size)];
}
