using GpuCluster.Compute.Host.Components;
using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>
/// Short rows that stand in for long ones in a search for near pairs: the product of two of them is never below the cosine of the samples,
/// but for <see cref="Excess"/>. So a pair whose product is below the floor needs no look at its features.
/// </summary>
/// <param name="Rows">n x (m + 1) values; n x d where the samples' own rows are multiplied.</param>
/// <param name="Frame">In which they are multiplied.</param>
/// <param name="Excess">How far a product of two rows, summed in float, may be below the cosine.</param>
/// <remarks>
/// How it works. Let p be a unit row x projected on m orthonormal axes, and s the length of what is left of it. Then
/// x·y &lt;= p_x·p_y + s_x s_y, as the parts left of two rows have a product of at most the product of their lengths (Cauchy and Schwarz).
/// A short row is (p, s). The more of the length lies along the axes the tighter the bound, so the axes are those of the largest second
/// moments of some of the rows, about 0. Any orthonormal axes give a right bound: it is only how many pairs pass that depends on them.
/// <para>
/// What rounding does to it. A sum of d products is off by at most d + 4 roundings of a sum of absolute values of at most 1 (Higham 2002,
/// section 3.1), so p is off by e = sqrt(m) (d + 4) u in length; axes A that are not quite orthonormal change products by at most the
/// length of AA' - 1. Both are added to s squared, and to the excess.
/// </para>
/// </remarks>
internal sealed record PairScreen(EmbeddingMatrix Rows, RowTransform Frame, float Excess)
{
    /// <summary>A little more than the largest relative error of a rounding to float, 2^-24.</summary>
    public const double Rounding = 6e-8;

    /// <summary>With fewer samples, short rows cost more than they save.</summary>
    public const int MinSamples = 4096;

    /// <summary>Samples that the axes are found from, and that are tried out.</summary>
    private const int MaxSampled = 2048;
    private const int MaxTried = 512;

    /// <summary>Axes at most; short rows take a quarter of the memory of the long ones at most.</summary>
    private const int MaxAxes = 96;
    private const int MinAxes = 12;
    private const int FeaturesPerAxis = 4;

    /// <summary>Steps of the search for axes: they need not be the best ones.</summary>
    private const int Steps = 3;

    /// <summary>What a pair that passes costs, in multiply-adds of a tile: a sum in double for each feature, and a call.</summary>
    private const double CostPerFeature = 8;
    private const double CostPerPair = 300;

    /// <summary>Short rows are used where they save at least so large a part of the work.</summary>
    private const double MinSaved = 0.3;

    private const ulong Seed = 0x5343524E;

    /// <summary>Makes the short rows, where they pay.</summary>
    /// <param name="engine">Multiplies.</param>
    /// <param name="embedding">n x d values.</param>
    /// <param name="units">The frame of its unit rows.</param>
    /// <param name="floor">The cosine that is looked for, -1 to 1.</param>
    /// <param name="threads">Threads at most; the result does not depend on them.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Null where too many pairs would pass, or the samples are few or short.</returns>
    public static PairScreen? Find(
        TileEngine engine,
        EmbeddingMatrix embedding,
        RowTransform units,
        float floor,
        int threads,
        CancellationToken cancellation
    )
    {
        int d = embedding.Columns,
            most = Math.Min(MaxAxes, d / FeaturesPerAxis);
        if (embedding.Rows < MinSamples || most < MinAxes)
            return null;
        EmbeddingMatrix sampled = Sample(embedding, units, MaxSampled);
        RowTransform still = RowTransform.Still(sampled);
        AppliedCovariance moments = new(engine, sampled, still, new CentredMatrix(sampled, new float[d], 1), threads, cancellation);
        float[] axes = LeadingAxes.Find(moments, most, Steps, 0, Seed, static _ => { }, cancellation).Axes;

        double least = (1 - MinSaved) * d;
        PairScreen? best = null;
        EmbeddingMatrix tried = sampled.Slice(0, Math.Min(sampled.Rows, MaxTried));
        int chosen = 0;
        for (int count = most; count >= MinAxes; count /= 2)
        {
            PairScreen some = Project(engine, tried, RowTransform.Still(tried), axes, count, threads, cancellation);
            double cost = count + 1 + (some.PassingShare(floor) * ((CostPerFeature * d) + CostPerPair));
            if (cost < least)
                (least, best, chosen) = (cost, some, count);
        }

        return best is null ? null : Project(engine, embedding, units, axes, chosen, threads, cancellation);
    }

    // Rows of all of the data, in an order that mixes them: any first part is a sample too.
    private static EmbeddingMatrix Sample(EmbeddingMatrix embedding, RowTransform units, int most)
    {
        int count = Math.Min(most, embedding.Rows),
            d = embedding.Columns;
        float[] rows = new float[count * d];
        for (int i = 0; i < count; i++)
        {
            // Every fourth of an even division, then the ones between: neighbours in the data are often alike.
            int place = ((i * 4) % count) + (i * 4 / count),
                row = (int)((long)place * embedding.Rows / count);
            ReadOnlySpan<float> from = embedding.Row(row);
            for (int feature = 0; feature < d; feature++)
                rows[(i * d) + feature] = (float)(from[feature] * units.Scales[row]);
        }

        return new EmbeddingMatrix(count, d, rows);
    }

    private static PairScreen Project(
        TileEngine engine,
        EmbeddingMatrix embedding,
        RowTransform units,
        float[] axes,
        int count,
        int threads,
        CancellationToken cancellation
    )
    {
        int d = embedding.Columns,
            width = count + 1;

        // The last axis is zero and leaves the room for what the others do not reach.
        float[] padded = new float[width * d];
        axes.AsSpan(0, count * d).CopyTo(padded);
        float[] rows = RowProducts.Of(
            engine,
            embedding,
            Metric.Cosine,
            units,
            new EmbeddingMatrix(width, d, padded),
            threads,
            cancellation
        );
        double slack = (2.1 * Math.Sqrt(count) * (d + 4) * Rounding) + DistanceFromOrthonormal(axes, count, d);
        RowChunks.ForEachRow(
            embedding.Rows,
            threads,
            null,
            row =>
            {
                Span<float> all = rows.AsSpan(row * width, width);

                // A row without direction has no near ones.
                double left = 1 - DoubleSum.OfSquares(all[..count]);
                all[count] = units.Scales[row] == 0 ? 0 : (float)Math.Sqrt(Math.Max(left, 0) + slack);
            },
            cancellation
        );
        EmbeddingMatrix projected = new(embedding.Rows, width, rows);
        return new PairScreen(projected, RowTransform.Still(projected), (float)(slack + ((width + 8) * Rounding)));
    }

    /// <summary>The length (Frobenius) of AA' - 1.</summary>
    private static double DistanceFromOrthonormal(float[] axes, int count, int d)
    {
        double sum = 0;
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < count; column++)
            {
                double product = DoubleSum.OfProducts(axes.AsSpan(row * d, d), axes.AsSpan(column * d, d));
                double off = product - (row == column ? 1 : 0);
                sum += off * off;
            }
        }

        return Math.Sqrt(sum);
    }

    private double PassingShare(float floor)
    {
        long passing = 0,
            pairs = (long)Rows.Rows * (Rows.Rows - 1) / 2;
        for (int row = 0; row < Rows.Rows; row++)
        {
            for (int other = 0; other < row; other++)
                passing += DotProduct.Of(Rows.Row(row), Rows.Row(other)) >= floor - Excess ? 1 : 0;
        }

        return pairs > 0 ? (double)passing / pairs : 1;
    }
}
