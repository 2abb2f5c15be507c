using GpuCluster.Compute.Host.Rows;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// The largest key that a row within some distance can have, whatever the rounding. A key is the sum of both half squares less what a tile
/// says of two rows.
/// </summary>
/// <remarks>
/// How it works: a sum of m products rounds by at most m u |x||y|, u = 2^-24 (Higham, Accuracy and Stability of Numerical Algorithms, 3.1),
/// and |x||y| is at most half of |x|² + |y|²; sixteen roundings more cover the packed values, the half squares and the key itself. A row
/// within distance r of a row x is no longer than |x| + r. A sum of m absolute differences rounds by at most m u of itself, and each packed
/// value by u.
/// </remarks>
/// <param name="packed">The rows that are multiplied.</param>
/// <param name="frame">In which they are.</param>
internal sealed class KeyLimits(PackedRows packed, RowTransform frame)
{
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>The smallest normal float: a product may lose as much where it underflows.</summary>
    private const double Underflow = 1.17549435e-38;

    private readonly double _relativeError = RelativeError(packed);

    /// <summary>The largest key.</summary>
    /// <param name="row">From which row.</param>
    /// <param name="halfSquare">Half its squared length, as it was packed.</param>
    /// <param name="distance">Its distance to the other, in the metric's unit, rounded to float.</param>
    public double Of(int row, double halfSquare, double distance)
    {
        // The key in the units of the frame, raised by more than the rounding of the distance.
        double scaled = distance * frame.Scales[row];
        double key =
            (
                packed.Metric.IsAngular() ? distance
                : packed.Metric == Metric.Manhattan ? scaled
                : scaled * scaled / 2
            ) * (1 + (8 * UnitRoundoff));

        // Packed values are at most 1, so that two of them are off by two roundings.
        if (packed.Metric == Metric.Manhattan)
            return (key + (2 * packed.Features * (UnitRoundoff + Underflow))) / (1 - _relativeError);
        double reach = Math.Sqrt(halfSquare) + Math.Sqrt(key);
        return key + (_relativeError * (halfSquare + (reach * reach))) + (packed.Features * Underflow);
    }

    private static double RelativeError(PackedRows packed)
    {
        int slice = DotTile.SliceLength(packed.PanelRows, packed.Features);
        return UnitRoundoff * (slice + (packed.Features / slice) + 16);
    }
}
