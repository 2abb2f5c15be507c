namespace GpuCluster.Core.Simd;

/// <summary>One double: checks of a formula against finer arithmetic.</summary>
public readonly struct ScalarDouble(double value) : ISimdLogarithm<ScalarDouble>
{
    public readonly double Value = value;

    public static ScalarDouble Of(double value) => new(value);

    public static ScalarDouble operator +(ScalarDouble left, ScalarDouble right) => new(left.Value + right.Value);

    public static ScalarDouble operator -(ScalarDouble left, ScalarDouble right) => new(left.Value - right.Value);

    public static ScalarDouble operator *(ScalarDouble left, ScalarDouble right) => new(left.Value * right.Value);

    public static ScalarDouble operator /(ScalarDouble left, ScalarDouble right) => new(left.Value / right.Value);

    public static ScalarDouble Min(ScalarDouble left, ScalarDouble right) => new(Math.Min(left.Value, right.Value));

    public static ScalarDouble Max(ScalarDouble left, ScalarDouble right) => new(Math.Max(left.Value, right.Value));

    public static ScalarDouble Sqrt(ScalarDouble value) => new(Math.Sqrt(value.Value));

    public static ScalarDouble InverseSqrt(ScalarDouble value) => new(1 / Math.Sqrt(value.Value));

    public static ScalarDouble Pow(ScalarDouble x, ScalarDouble y) => new(Math.Pow(x.Value, y.Value));

    public static ScalarDouble Log(ScalarDouble value) => new(Math.Log(value.Value));

    public static ScalarDouble SelectGreater(ScalarDouble left, ScalarDouble right, ScalarDouble then, ScalarDouble otherwise) =>
        new(left.Value > right.Value ? then.Value : otherwise.Value);
}
