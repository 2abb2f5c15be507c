using System.Numerics;
using CsCheck;
using GpuCluster.Core.Lanes;

namespace GpuCluster.Core.Tests.Lanes;

public sealed class VectorLaneTests
{
    [Fact]
    public void Power_is_within_4e7_of_a_doubles_power() =>
        Gen.Select(Gen.Double[-66, 40], Gen.Double[0.1, 2.5]).Sample((log2, y) =>
        {
            float x = (float)Math.Pow(2, log2), power = (float)y;
            var expected = Math.Pow(x, power);
            if (expected is < 2e-38 or > 1e38) return;
            foreach (var value in AllWidths(x, power)) Assert.Equal(expected, value, 4e-7 * expected);
        });

    [Fact]
    public void Power_of_one_float_is_as_near_as_its_exponent_is_exact() =>
        Gen.Select(Gen.Double[-66, 40], Gen.Double[0.1, 2.5]).Sample((log2, y) =>
        {
            FloatLane x = FloatLane.Of(Math.Pow(2, log2)), power = FloatLane.Of(y);
            double expected = Math.Pow(x.Value, power.Value);
            if (expected is < 2e-38 or > 1e38) return;
            double bound = (1 + Math.Abs(power.Value * Math.Log(x.Value))) * Math.Pow(2, -22);
            Assert.Equal(expected, FloatLane.Pow(x, power).Value, bound * expected);
        });

    [Theory]
    [InlineData(1e-20f, 3f)]
    [InlineData(1e30f, 3f)]
    public void Powers_beyond_a_float_end_within_it(float x, float y) =>
        Assert.All(AllWidths(x, y), value => Assert.True(float.IsFinite(value) && value >= 0));

    [Fact]
    public void Gather_transposes_points()
    {
        var points = Enumerable.Range(0, 40).Select(i => new Vector4(i, 100 + i, 200 + i, -1)).ToArray();
        var indices = Enumerable.Range(0, 16).Select(i => i * 17 % 40).ToArray();
        Check<Vector128Lane>();
        Check<Vector256Lane>();
        Check<Vector256PairLane>();
        Check<Vector512Lane>();

        void Check<TLane>()
            where TLane : struct, IVectorLane<TLane>
        {
            TLane.Gather(ref points[0], ref indices[0], out var x, out var y, out var z);
            Assert.Equal(indices[..TLane.Width].Select(i => (float)i), Values(x));
            Assert.Equal(indices[..TLane.Width].Select(i => 100f + i), Values(y));
            Assert.Equal(indices[..TLane.Width].Select(i => 200f + i), Values(z));
        }
    }

    [Fact]
    public void Sum_takes_every_lane_once()
    {
        Check<Vector128Lane>(4);
        Check<Vector256Lane>(8);
        Check<Vector256PairLane>(16);
        Check<Vector512Lane>(16);

        static void Check<TLane>(int width)
            where TLane : struct, IVectorLane<TLane>
        {
            // Powers of two add up without rounding, each to bits of its own.
            var values = Enumerable.Range(0, width).Select(i => (float)(1 << i)).ToArray();
            Assert.Equal((1 << width) - 1, TLane.Sum(TLane.Load(ref values[0])));
        }
    }

    [Fact]
    public void Operations_agree_with_scalars() => Gen.Select(Gen.Float[-100, 100], Gen.Float[0.01f, 100]).Sample((left, right) =>
    {
        Check<FloatLane>(lane => lane.Value);
        Check<Vector128Lane>(lane => lane.Value[0]);
        Check<Vector256Lane>(lane => lane.Value[0]);
        Check<Vector256PairLane>(lane => lane.High[0]);
        Check<Vector512Lane>(lane => lane.Value[0]);

        void Check<TLane>(Func<TLane, float> first)
            where TLane : struct, ILane<TLane>
        {
            TLane x = TLane.Of(left), y = TLane.Of(right);
            Assert.Equal(left + right, first(x + y));
            Assert.Equal(left - right, first(x - y));
            Assert.Equal(left * right, first(x * y));
            Assert.Equal(left / right, first(x / y));
            Assert.Equal(MathF.Min(left, right), first(TLane.Min(x, y)));
            Assert.Equal(MathF.Max(left, right), first(TLane.Max(x, y)));
            Assert.Equal(MathF.Sqrt(right), first(TLane.Sqrt(y)));
            Assert.Equal(left > right ? 1f : 2f, first(TLane.SelectGreater(x, y, TLane.Of(1), TLane.Of(2))));
        }
    });

    private static IEnumerable<float> AllWidths(float x, float y) =>
        [.. Power<Vector128Lane>(x, y), .. Power<Vector256Lane>(x, y), .. Power<Vector256PairLane>(x, y), .. Power<Vector512Lane>(x, y)];

    private static float[] Power<TLane>(float x, float y)
        where TLane : struct, IVectorLane<TLane> => Values(TLane.Pow(TLane.Of(x), TLane.Of(y)));

    private static float[] Values<TLane>(TLane lane)
        where TLane : struct, IVectorLane<TLane>
    {
        var values = new float[TLane.Width];
        TLane.Store(lane, ref values[0]);
        return values;
    }
}
