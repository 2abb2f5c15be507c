using CsCheck;
using GpuCluster.Compute.Host.Rows;

namespace GpuCluster.Compute.Host.Tests.Rows;

public sealed class RowNormalizerTests
{
    [Fact]
    public void Rows_of_any_magnitude_get_length_one()
    {
        Gen.Select(Gen.Float[-1, 1].Array[1, 50], Gen.Int[-120, 125])
            .Sample(
                (values, exponent) =>
                {
                    float[] row = values.Select(value => MathF.ScaleB(value, exponent)).ToArray();
                    float[] unit = new float[row.Length];
                    RowNormaliser.Normalize(row, unit);
                    if (row.Any(value => value != 0))
                        Assert.Equal(1, Math.Sqrt(unit.Sum(value => (double)value * value)), 1e-6);
                    else
                        Assert.All(unit, value => Assert.Equal(0, value));
                }
            );
    }

    [Fact]
    public void The_largest_and_the_smallest_floats_keep_their_direction()
    {
        float[] unit = new float[2];
        RowNormaliser.Normalize([float.MaxValue, -float.MaxValue], unit);
        Assert.Equal([MathF.Sqrt(0.5f), -MathF.Sqrt(0.5f)], unit);
        RowNormaliser.Normalize([float.Epsilon, 0], unit);
        Assert.Equal([1f, 0], unit);
    }
}
