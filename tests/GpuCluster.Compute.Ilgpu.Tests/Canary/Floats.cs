using ILGPU;
using ILGPU.Algorithms;

namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>Comparisons with NaN, signed zeros, rounding and functions of floats.</summary>
internal static class Floats
{
    private static readonly float[] Left = [1, float.NaN, 1, float.NaN];
    private static readonly float[] Right = [float.NaN, 1, 2, float.NaN];
    private static readonly float[] Halves = [-2.5f, -1.5f, -0.5f, 0.5f, 1.5f, -2.7f];
    private static readonly float[] Positive = [1e-3f, 0.5f, 1, 2.75f, 1e4f];

    public static IEnumerable<Construct> All =>
        [
            new ElementConstruct<Less, float, int>("x < y", Left, Right),
            new ElementConstruct<NotLess, float, int>("!(x < y)", Left, Right),
            new ElementConstruct<NotLessByValue, float, int>("(x < y ? 1 : 0) == 0", Left, Right),
            new ElementConstruct<NotLessSpelled, float, int>("x >= y || float.IsNaN(x) || float.IsNaN(y)", Left, Right),
            new ElementConstruct<AtLeast, float, int>("x >= y", Left, Right),
            new ElementConstruct<NotAtLeast, float, int>("!(x >= y)", Left, Right),
            new ElementConstruct<Equal, float, int>("x == y", Left, Right),
            new ElementConstruct<Unequal, float, int>("x != y", Left, Right),
            new ElementConstruct<NotEqual, float, int>("!(x == y)", Left, Right),
            new ElementConstruct<BranchLess, float, int>("if (x < y) return 1; return 2;", Left, Right),
            new ElementConstruct<BranchNaNFirst, float, int>(
                "if (float.IsNaN(x) || float.IsNaN(y)) return 2; if (x < y) return 1; return 2;",
                Left,
                Right
            ),
            new ElementConstruct<BranchAtLeast, float, int>("if (x >= y) return 1; return 2;", Left, Right),
            new ElementConstruct<ContinueUnless, float, int>("while (k < 4) { k++; if (!(x < y)) continue; sum++; }", Left, Right),
            new ElementConstruct<ChosenLess, float, float>("x < y ? x : y", Left, Right),
            new ElementConstruct<ChosenGreater, float, float>("x > y ? x : y", Left, Right),
            new ElementConstruct<MathMax, float, float>("Math.Max(x, y)", [1, float.NaN, 0, -0f, -2], [float.NaN, 1, -0f, 0, 3]),
            new ElementConstruct<MathMin, float, float>("Math.Min(x, y)", [1, float.NaN, 0, -0f, -2], [float.NaN, 1, -0f, 0, 3]),
            new ElementConstruct<MathFMax, float, float>("MathF.Max(x, y)", [1, float.NaN, 0, -0f, -2], [float.NaN, 1, -0f, 0, 3]),
            new ElementConstruct<MathFMin, float, float>("MathF.Min(x, y)", [1, float.NaN, 0, -0f, -2], [float.NaN, 1, -0f, 0, 3]),
            new ElementConstruct<XMathMax, float, float>("XMath.Max(x, y)", [1, float.NaN, 0, -0f, -2], [float.NaN, 1, -0f, 0, 3]),
            new ElementConstruct<XMathMin, float, float>("XMath.Min(x, y)", [1, float.NaN, 0, -0f, -2], [float.NaN, 1, -0f, 0, 3]),
            new ElementConstruct<NaNAwareMax, float, float>(
                "float.IsNaN(x) || float.IsNaN(y) ? float.NaN : MathF.Max(x, y)",
                [1, float.NaN, -2, float.NaN],
                [float.NaN, 1, 3, float.NaN]
            ),
            new ElementConstruct<NaNAwareMin, float, float>(
                "float.IsNaN(x) || float.IsNaN(y) ? float.NaN : MathF.Min(x, y)",
                [1, float.NaN, -2, float.NaN],
                [float.NaN, 1, 3, float.NaN]
            ),
            new ElementConstruct<OrdinaryMax, float, float>("MathF.Max(x, y) // no NaN, no zeros", [1, -2, 3], [2, -3, 1]),
            new ElementConstruct<Clamp, float, float>("XMath.Clamp(x, -4f, 4f)", [-9, 0.5f, 9]),
            new ElementConstruct<IsNaN, float, int>("float.IsNaN(x)", Left),
            new ElementConstruct<SelfUnequal, float, int>("x != x", Left),
            new ElementConstruct<IsInfinity, float, int>(
                "float.IsInfinity(x)",
                [1, float.NaN, float.PositiveInfinity, float.NegativeInfinity]
            ),
            new ElementConstruct<IsFinite, float, int>("float.IsFinite(x)", [1, float.NaN, float.PositiveInfinity, float.NegativeInfinity]),
            new ElementConstruct<Absolute, float, float>("MathF.Abs(x)", [-2, -0f, 3, float.NegativeInfinity]),
            new ElementConstruct<Negation, float, float>("-x", [-2, 0, -0f, 3]),
            new ElementConstruct<ZeroMinus, float, float>("0f - x", [-2, 0, -0f, 3]),
            new ElementConstruct<PlusZero, float, float>("x + 0f", [-2, 0, -0f, 3]),
            new ElementConstruct<Sign, float, int>("MathF.Sign(x)", [-2, -0f, 0, 3]),
            new ElementConstruct<SignByBranches, float, int>("x > 0 ? 1 : x < 0 ? -1 : 0", [-2, -0f, 0, 3]),
            new ElementConstruct<Floor, float, float>("MathF.Floor(x)", Halves),
            new ElementConstruct<Ceiling, float, float>("MathF.Ceiling(x)", Halves),
            new ElementConstruct<Round, float, float>("MathF.Round(x)", Halves),
            new ElementConstruct<XRound, float, float>("XMath.Round(x)", Halves),
            new ElementConstruct<Truncate, float, float>("MathF.Truncate(x)", Halves),
            new ElementConstruct<Remainder, float, float>("x % y", [5.5f, -5.5f, 7], [2, 2, -3]),
            new ElementConstruct<NestedProducts, float, float>("(x * 1e30f) * 1e-30f", [1e20f, -1e20f]),
            new ElementConstruct<NestedSums, float, float>("(x + 1e8f) + -1e8f", [1, 3.25f]),
            new ElementConstruct<RoundingSum, float, float>("(x + 8388608f) - 8388608f", [1.25f, 2.75f]),
            new ElementConstruct<VariableSum, float, float>("(x + y) - y", [1.25f, 2.75f], [1e8f, 8388608f]),
            new ElementConstruct<Quotient, float, float>("x / y", [1, 10, 7], [3, 7, 0]),
            new ElementConstruct<Reciprocal, float, float>("1f / x", [3, 7, 1e-20f], tolerance: 1e-6),
            new ElementConstruct<Subnormal, float, float>("x * 0.5f // subnormal", [1.4e-44f, 1.2e-38f]),
            new ElementConstruct<Power, float, float>("MathF.Pow(x, y)", Positive, [0.9f, 2, 3, -1.5f, 0.5f], tolerance: 1e-5),
            new ElementConstruct<PowerOfZero, float, float>(
                "MathF.Pow(x, y) // x is 0 or negative",
                [0, 0, -2, -2],
                [0, 2, 2, 3],
                tolerance: 1e-5
            ),
            new ElementConstruct<Exponential, float, float>("MathF.Exp(x)", [-10, -0.5f, 0, 1, 10], tolerance: 1e-5),
            new ElementConstruct<Logarithm, float, float>("MathF.Log(x)", Positive, tolerance: 1e-5),
            new ElementConstruct<LogarithmOfZero, float, float>("MathF.Log(x) // 0 or negative", [0, -1]),
            new ElementConstruct<SquareRoot, float, float>("MathF.Sqrt(x)", Positive, tolerance: 1e-6),
            new ElementConstruct<InverseRoot, float, float>("XMath.Rsqrt(x)", Positive, tolerance: 1e-5),
            new ElementConstruct<Sine, float, float>("MathF.Sin(x)", [-2, 0.5f, 3], tolerance: 1e-5),
            new ElementConstruct<HyperbolicTangent, float, float>("MathF.Tanh(x)", [-2, 0.5f, 3], tolerance: 1e-5),
            new ElementConstruct<FloatAsInt, float, uint>("Interop.FloatAsInt(x)", [1, -2, -0f, 1.4e-45f]),
            new ElementConstruct<IntAsFloat, uint, float>("Interop.IntAsFloat(u)", [0x3F800000, 1, 0x80000000]),
            new ElementConstruct<BitsOfFloat, float, int>("BitConverter.SingleToInt32Bits(x)", [1, -2, -0f]),
            new ElementConstruct<ThroughHalf, float, float>(
                "(float)(ILGPU.Half)x",
                [1, 1.0007f, 65_504, 1e-7f, 1e6f],
                right: (x, _) => (float)(System.Half)x
            ),
            new ElementConstruct<HalfSum, float, float>(
                "(float)((ILGPU.Half)x + (ILGPU.Half)y)",
                [1, 2048],
                [0.5f, 1],
                (x, y) => (float)((System.Half)x + (System.Half)y)
            ),
        ];

    private readonly struct Less : IOf<float, int>
    {
        public static int Of(float x, float y) => Flag.Of(x < y);
    }

    private readonly struct NotLess : IOf<float, int>
    {
        public static int Of(float x, float y) => Flag.Of(!(x < y));
    }

    private readonly struct NotLessByValue : IOf<float, int>
    {
        public static int Of(float x, float y) => Flag.Of((x < y ? 1 : 0) == 0);
    }

    private readonly struct NotLessSpelled : IOf<float, int>
    {
        public static int Of(float x, float y) => Flag.Of(x >= y || float.IsNaN(x) || float.IsNaN(y));
    }

    private readonly struct AtLeast : IOf<float, int>
    {
        public static int Of(float x, float y) => Flag.Of(x >= y);
    }

    private readonly struct NotAtLeast : IOf<float, int>
    {
        public static int Of(float x, float y) => Flag.Of(!(x >= y));
    }

    private readonly struct Equal : IOf<float, int>
    {
        public static int Of(float x, float y) => Flag.Of(x == y);
    }

    private readonly struct Unequal : IOf<float, int>
    {
        public static int Of(float x, float y) => Flag.Of(x != y);
    }

    private readonly struct NotEqual : IOf<float, int>
    {
        public static int Of(float x, float y) => Flag.Of(!(x == y));
    }

    private readonly struct BranchLess : IOf<float, int>
    {
        public static int Of(float x, float y)
        {
            if (x < y)
                return 1;
            return 2;
        }
    }

    private readonly struct BranchAtLeast : IOf<float, int>
    {
        public static int Of(float x, float y)
        {
            if (x >= y)
                return 1;
            return 2;
        }
    }

    private readonly struct ContinueUnless : IOf<float, int>
    {
        public static int Of(float x, float y)
        {
            int sum = 0,
                k = 0;
            while (k < 4)
            {
                k++;
                if (!(x < y))
                    continue;
                sum++;
            }

            return sum;
        }
    }

    private readonly struct ChosenLess : IOf<float, float>
    {
        public static float Of(float x, float y) => x < y ? x : y;
    }

    private readonly struct ChosenGreater : IOf<float, float>
    {
        public static float Of(float x, float y) => x > y ? x : y;
    }

    private readonly struct MathMax : IOf<float, float>
    {
        public static float Of(float x, float y) => Math.Max(x, y);
    }

    private readonly struct MathMin : IOf<float, float>
    {
        public static float Of(float x, float y) => Math.Min(x, y);
    }

    private readonly struct MathFMax : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Max(x, y);
    }

    private readonly struct MathFMin : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Min(x, y);
    }

    private readonly struct XMathMax : IOf<float, float>
    {
        public static float Of(float x, float y) => XMath.Max(x, y);
    }

    private readonly struct XMathMin : IOf<float, float>
    {
        public static float Of(float x, float y) => XMath.Min(x, y);
    }

    private readonly struct OrdinaryMax : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Max(x, y);
    }

    private readonly struct Clamp : IOf<float, float>
    {
        public static float Of(float x, float y) => XMath.Clamp(x, -4f, 4f);
    }

    private readonly struct IsNaN : IOf<float, int>
    {
        public static int Of(float x, float y) => Flag.Of(float.IsNaN(x));
    }

    private readonly struct SelfUnequal : IOf<float, int>
    {
        public static int Of(float x, float y)
        {
#pragma warning disable CS1718 // compared with itself on purpose
            return Flag.Of(x != x);
#pragma warning restore CS1718
        }
    }

    private readonly struct IsInfinity : IOf<float, int>
    {
        public static int Of(float x, float y) => Flag.Of(float.IsInfinity(x));
    }

    private readonly struct IsFinite : IOf<float, int>
    {
        public static int Of(float x, float y) => Flag.Of(float.IsFinite(x));
    }

    private readonly struct Absolute : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Abs(x);
    }

    private readonly struct Negation : IOf<float, float>
    {
        public static float Of(float x, float y) => -x;
    }

    private readonly struct ZeroMinus : IOf<float, float>
    {
        public static float Of(float x, float y) => 0f - x;
    }

    private readonly struct PlusZero : IOf<float, float>
    {
        public static float Of(float x, float y) => x + 0f;
    }

    private readonly struct Sign : IOf<float, int>
    {
        public static int Of(float x, float y) => MathF.Sign(x);
    }

    private readonly struct Floor : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Floor(x);
    }

    private readonly struct Ceiling : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Ceiling(x);
    }

    private readonly struct Round : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Round(x);
    }

    private readonly struct XRound : IOf<float, float>
    {
        public static float Of(float x, float y) => XMath.Round(x);
    }

    private readonly struct Truncate : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Truncate(x);
    }

    private readonly struct Remainder : IOf<float, float>
    {
        public static float Of(float x, float y) => x % y;
    }

    private readonly struct NestedProducts : IOf<float, float>
    {
        public static float Of(float x, float y) => (x * 1e30f) * 1e-30f;
    }

    private readonly struct NestedSums : IOf<float, float>
    {
        public static float Of(float x, float y) => (x + 1e8f) + -1e8f;
    }

    private readonly struct RoundingSum : IOf<float, float>
    {
        public static float Of(float x, float y) => (x + 8388608f) - 8388608f;
    }

    private readonly struct VariableSum : IOf<float, float>
    {
        public static float Of(float x, float y) => (x + y) - y;
    }

    private readonly struct Quotient : IOf<float, float>
    {
        public static float Of(float x, float y) => x / y;
    }

    private readonly struct Subnormal : IOf<float, float>
    {
        public static float Of(float x, float y) => x * 0.5f;
    }

    private readonly struct Power : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Pow(x, y);
    }

    private readonly struct PowerOfZero : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Pow(x, y);
    }

    private readonly struct Exponential : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Exp(x);
    }

    private readonly struct Logarithm : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Log(x);
    }

    private readonly struct LogarithmOfZero : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Log(x);
    }

    private readonly struct SquareRoot : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Sqrt(x);
    }

    private readonly struct InverseRoot : IOf<float, float>
    {
        public static float Of(float x, float y) => XMath.Rsqrt(x);
    }

    private readonly struct Sine : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Sin(x);
    }

    private readonly struct HyperbolicTangent : IOf<float, float>
    {
        public static float Of(float x, float y) => MathF.Tanh(x);
    }

    private readonly struct FloatAsInt : IOf<float, uint>
    {
        public static uint Of(float x, float y) => Interop.FloatAsInt(x);
    }

    private readonly struct IntAsFloat : IOf<uint, float>
    {
        public static float Of(uint x, uint y) => Interop.IntAsFloat(x);
    }

    private readonly struct BitsOfFloat : IOf<float, int>
    {
        public static int Of(float x, float y) => BitConverter.SingleToInt32Bits(x);
    }

    private readonly struct ThroughHalf : IOf<float, float>
    {
        public static float Of(float x, float y) => (float)(ILGPU.Half)x;
    }

    private readonly struct HalfSum : IOf<float, float>
    {
        public static float Of(float x, float y) => (float)((ILGPU.Half)x + (ILGPU.Half)y);
    }

    private readonly struct BranchNaNFirst : IOf<float, int>
    {
        public static int Of(float x, float y)
        {
            if (float.IsNaN(x) || float.IsNaN(y))
                return 2;
            if (x < y)
                return 1;
            return 2;
        }
    }

    private readonly struct SignByBranches : IOf<float, int>
    {
        public static int Of(float x, float y) =>
            x > 0 ? 1
            : x < 0 ? -1
            : 0;
    }

    private readonly struct Reciprocal : IOf<float, float>
    {
        public static float Of(float x, float y) => 1f / x;
    }

    private readonly struct NaNAwareMin : IOf<float, float>
    {
        public static float Of(float x, float y) => float.IsNaN(x) || float.IsNaN(y) ? float.NaN : MathF.Min(x, y);
    }

    private readonly struct NaNAwareMax : IOf<float, float>
    {
        public static float Of(float x, float y) => float.IsNaN(x) || float.IsNaN(y) ? float.NaN : MathF.Max(x, y);
    }
}
