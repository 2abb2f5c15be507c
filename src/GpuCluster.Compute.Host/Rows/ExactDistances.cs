using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Rows;

/// <summary>
/// Distances from one row at a time, summed in double from the differences of the given values, so that the nearest rows keep all their
/// digits and equal rows are at exactly 0. Cosine distance is half the squared difference of unit rows, of correlation that of rows whose
/// mean is taken off. One for each thread.
/// </summary>
internal sealed class ExactDistances(EmbeddingMatrix embedding, Metric metric, RowTransform frame)
{
    /// <summary>A bound in float, widened by more than its rounding.</summary>
    private const double Widened = 1 + 1e-6;

    private readonly double[] _point = new double[embedding.Columns];
    private int _from;

    /// <summary>Chooses the row to measure from.</summary>
    public void From(int row)
    {
        _from = row;
        ReadOnlySpan<float> values = embedding.Row(row);
        double factor = Factor(row);
        double mean = frame.MeanOf(row);
        for (int feature = 0; feature < values.Length; feature++)
            _point[feature] = (values[feature] - mean) * factor;
    }

    /// <summary>The distance to a row; infinite or right when it is above the bound.</summary>
    public float To(int row, float bound)
    {
        if (metric == Metric.Euclidean)
        {
            // Distances beyond the largest float count as the largest float: as a bound it bounds nothing.
            double squaredBound = bound < float.MaxValue ? (double)bound * bound * Widened : double.PositiveInfinity;
            double squared = DoubleSum.OfSquaredDifferences(_point, embedding.Row(row), squaredBound);
            return double.IsInfinity(squared) ? float.PositiveInfinity : (float)Math.Min(Math.Sqrt(squared), float.MaxValue);
        }

        if (metric == Metric.Manhattan)
        {
            double sum = DoubleSum.OfAbsoluteDifferences(
                _point,
                embedding.Row(row),
                bound < float.MaxValue ? bound * Widened : double.PositiveInfinity
            );
            return double.IsInfinity(sum) ? float.PositiveInfinity : (float)Math.Min(sum, float.MaxValue);
        }

        // A row without direction has cosine 0 with everything else.
        return Factor(_from) == 0 || Factor(row) == 0
            ? 1
            : (float)(
                DoubleSum.OfSquaredDifferences(_point, embedding.Row(row), Factor(row), 2.0 * bound * Widened, frame.MeanOf(row)) / 2
            );
    }

    private double Factor(int row) => metric.IsAngular() ? frame.Scales[row] : 1;
}
