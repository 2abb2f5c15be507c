using CsCheck;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Tests.Similarity;

public sealed class ZeroShotLabelsTests
{
    private static readonly Gen<(int N, int C, int D, float[] Values, double Scale)> Cases =
        from n in Gen.Int[1, 600]
        from c in Gen.Int[1, 12]
        from d in Gen.Int[1, 40]
        from values in Gen.Float[-2, 2].Array[(n + c) * d]
        from scale in Gen.Double[0, 150]
        select (n, c, d, values, scale);

    [Fact]
    public void Probabilities_are_those_of_the_formula_in_double_whatever_the_threads() =>
        Cases.Sample(
            given =>
            {
                (int n, int c, int d, float[] values, double scale) = given;
                EmbeddingMatrix images = new(n, d, values.AsMemory(0, n * d)),
                    classes = new(c, d, Unit(values.AsSpan(n * d), d));
                ZeroShotLabels labels = ZeroShotLabels.Measure(images, classes, scale, 1, CancellationToken.None);
                Assert.Equal(labels.Probabilities, ZeroShotLabels.Measure(images, classes, scale, 4, CancellationToken.None).Probabilities);
                for (int i = 0; i < n; i++)
                {
                    double[] expected = Oracle(images.Row(i), classes, scale);
                    for (int j = 0; j < c; j++)
                        Assert.Equal(expected[j], labels.Row(i)[j], 2e-4);
                    Assert.Equal(labels.Row(i).ToArray().Max(), labels.Row(i)[labels.ClassOf[i]]);
                }
            },
            iter: 60
        );

    [Fact]
    public void A_zero_row_fits_all_alike_and_a_great_scale_overflows_nothing()
    {
        EmbeddingMatrix images = new(2, 2, new float[] { 0, 0, -1e30f, 0 }),
            classes = new(2, 2, new float[] { 1, 0, 0, 1 });
        ZeroShotLabels labels = ZeroShotLabels.Measure(images, classes, 1e6, 1, CancellationToken.None);
        Assert.Equal([0.5f, 0.5f, 0, 1], labels.Probabilities);
        Assert.Equal([0, 1], labels.ClassOf);
    }

    [Fact]
    public void Another_width_is_no_space_to_compare_in() =>
        Assert.Throws<ArgumentException>(() =>
            ZeroShotLabels.Measure(
                new EmbeddingMatrix(1, 2, new float[2]),
                new EmbeddingMatrix(1, 3, new float[3]),
                1,
                1,
                CancellationToken.None
            )
        );

    private static float[] Unit(ReadOnlySpan<float> rows, int d)
    {
        float[] unit = rows.ToArray();
        for (int start = 0; start < unit.Length; start += d)
        {
            double length = Math.Sqrt(unit.Skip(start).Take(d).Sum(value => (double)value * value));
            for (int j = 0; j < d; j++)
                unit[start + j] = length > 0 ? (float)(unit[start + j] / length) : 0;
        }

        return unit;
    }

    private static double[] Oracle(ReadOnlySpan<float> image, EmbeddingMatrix classes, double scale)
    {
        double squares = 0;
        foreach (float value in image)
            squares += (double)value * value;
        double[] exponents = new double[classes.Rows];
        for (int c = 0; c < exponents.Length; c++)
        {
            double dot = 0;
            for (int j = 0; j < image.Length; j++)
                dot += (double)image[j] * classes.Row(c)[j];
            exponents[c] = Math.Exp(scale * (squares > 0 ? dot / Math.Sqrt(squares) : 0));
        }

        return [.. exponents.Select(value => value / exponents.Sum())];
    }
}
