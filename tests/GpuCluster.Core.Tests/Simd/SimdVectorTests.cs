using System.Numerics;
using CsCheck;
using GpuCluster.Core.Simd;

namespace GpuCluster.Core.Tests.Simd;

public sealed class SimdVectorTests
{
    [Fact]
    public void Power_is_within_4e7_of_a_doubles_power() =>
        Gen.Select(Gen.Double[-66, 40], Gen.Double[0.1, 2.5])
            .Sample(
                (log2, y) =>
                {
                    float x = (float)Math.Pow(2, log2),
                        power = (float)y;
                    double expected = Math.Pow(x, power);
                    if (expected is < 2e-38 or > 1e38)
                        return;
                    foreach (float value in AllWidths(x, power))
                        Assert.Equal(expected, value, 4e-7 * expected);
                }
            );

    [Fact]
    public void Power_of_one_float_is_as_near_as_its_exponent_is_exact() =>
        Gen.Select(Gen.Double[-66, 40], Gen.Double[0.1, 2.5])
            .Sample(
                (log2, y) =>
                {
                    ScalarFloat x = ScalarFloat.Of(Math.Pow(2, log2)),
                        power = ScalarFloat.Of(y);
                    double expected = Math.Pow(x.Value, power.Value);
                    if (expected is < 2e-38 or > 1e38)
                        return;
                    double bound = (1 + Math.Abs(power.Value * Math.Log(x.Value))) * Math.Pow(2, -22);
                    Assert.Equal(expected, ScalarFloat.Pow(x, power).Value, bound * expected);
                }
            );

    [Theory]
    [InlineData(1e-20f, 3f)]
    [InlineData(1e30f, 3f)]
    public void Powers_beyond_a_float_end_within_it(float x, float y) =>
        Assert.All(AllWidths(x, y), value => Assert.True(float.IsFinite(value) && value >= 0));

    [Fact]
    public void Gather_transposes_points()
    {
        Vector4[] points = Enumerable.Range(0, 40).Select(i => new Vector4(i, 100 + i, 200 + i, -1)).ToArray();
        int[] indices = Enumerable.Range(0, 32).Select(i => i * 17 % 40).ToArray();
        Check<SimdFloat128>();
        Check<SimdFloat256>();
        Check<SimdFloat256Pair>();
        Check<SimdFloat512>();
        Check<SimdFloat512Pair>();

        void Check<TFloat>()
            where TFloat : struct, ISimdVector<TFloat>
        {
            TFloat.Gather(ref points[0], ref indices[0], out TFloat x, out TFloat y, out TFloat z);
            Assert.Equal(indices[..TFloat.Width].Select(i => (float)i), Values(x));
            Assert.Equal(indices[..TFloat.Width].Select(i => 100f + i), Values(y));
            Assert.Equal(indices[..TFloat.Width].Select(i => 200f + i), Values(z));
        }
    }

    [Fact]
    public void Sum_takes_every_lane_once()
    {
        Check<SimdFloat128>(4);
        Check<SimdFloat256>(8);
        Check<SimdFloat256Pair>(16);
        Check<SimdFloat512>(16);
        Check<SimdFloat512Pair>(32);

        static void Check<TFloat>(int width)
            where TFloat : struct, ISimdVector<TFloat>
        {
            // Powers of two add up without rounding, each to bits of its own or, in thirty-two lanes, twice.
            float[] values = Enumerable.Range(0, width).Select(i => (float)(1 << (i % 16))).ToArray();
            Assert.Equal(values.Sum(), TFloat.Sum(TFloat.Load(ref values[0])));
        }
    }

    [Fact]
    public void Operations_agree_with_scalars() =>
        Gen.Select(Gen.Float[-100, 100], Gen.Float[0.01f, 100])
            .Sample(
                (left, right) =>
                {
                    Check<ScalarFloat>(lane => lane.Value);
                    Check<SimdFloat128>(lane => lane.Value[0]);
                    Check<SimdFloat256>(lane => lane.Value[0]);
                    Check<SimdFloat256Pair>(lane => lane.High[0]);
                    Check<SimdFloat512>(lane => lane.Value[0]);
                    Check<SimdFloat512Pair>(lane => lane.High[0]);

                    void Check<TFloat>(Func<TFloat, float> first)
                        where TFloat : struct, ISimdFloat<TFloat>
                    {
                        TFloat x = TFloat.Of(left),
                            y = TFloat.Of(right);
                        Assert.Equal(left + right, first(x + y));
                        Assert.Equal(left - right, first(x - y));
                        Assert.Equal(left * right, first(x * y));
                        Assert.Equal(left / right, first(x / y));
                        Assert.Equal(MathF.Min(left, right), first(TFloat.Min(x, y)));
                        Assert.Equal(MathF.Max(left, right), first(TFloat.Max(x, y)));
                        Assert.Equal(MathF.Sqrt(right), first(TFloat.Sqrt(y)));
                        Assert.Equal(left > right ? 1f : 2f, first(TFloat.SelectGreater(x, y, TFloat.Of(1), TFloat.Of(2))));
                    }
                }
            );

    private static IEnumerable<float> AllWidths(float x, float y) =>
        [
            .. Power<SimdFloat128>(x, y),
            .. Power<SimdFloat256>(x, y),
            .. Power<SimdFloat256Pair>(x, y),
            .. Power<SimdFloat512>(x, y),
            .. Power<SimdFloat512Pair>(x, y),
        ];

    private static float[] Power<TFloat>(float x, float y)
        where TFloat : struct, ISimdVector<TFloat> => Values(TFloat.Pow(TFloat.Of(x), TFloat.Of(y)));

    private static float[] Values<TFloat>(TFloat lane)
        where TFloat : struct, ISimdVector<TFloat>
    {
        float[] values = new float[TFloat.Width];
        TFloat.Store(lane, ref values[0]);
        return values;
    }
}
