namespace GpuCluster.Core.Simd;

/// <summary>One float. Used inside GPU kernels, so only functions of MathF that ILGPU compiles; ptxas fuses a * b + c by itself.</summary>
public readonly struct ScalarFloat(float value) : ISimdLogarithm<ScalarFloat>
{
    public readonly float Value = value;

    public static ScalarFloat Of(double value) => new((float)value);

    public static ScalarFloat operator +(ScalarFloat left, ScalarFloat right) => new(left.Value + right.Value);

    public static ScalarFloat operator -(ScalarFloat left, ScalarFloat right) => new(left.Value - right.Value);

    public static ScalarFloat operator *(ScalarFloat left, ScalarFloat right) => new(left.Value * right.Value);

    public static ScalarFloat operator /(ScalarFloat left, ScalarFloat right) => new(left.Value / right.Value);

    public static ScalarFloat Min(ScalarFloat left, ScalarFloat right) => new(MathF.Min(left.Value, right.Value));

    public static ScalarFloat Max(ScalarFloat left, ScalarFloat right) => new(MathF.Max(left.Value, right.Value));

    public static ScalarFloat Sqrt(ScalarFloat value) => new(MathF.Sqrt(value.Value));

    public static ScalarFloat InverseSqrt(ScalarFloat value) => new(1 / MathF.Sqrt(value.Value));

    /// <summary>
    /// x to the power y for x above 0, as e^(y ln x): two instructions of a GPU, where MathF.Pow also compares in double for signs and
    /// zeros that do not occur here. The relative error is below (1 + |y ln x|) 2^-22.
    /// </summary>
    public static ScalarFloat Pow(ScalarFloat x, ScalarFloat y) => new(MathF.Exp(y.Value * MathF.Log(x.Value)));

    public static ScalarFloat Log(ScalarFloat value) => new(MathF.Log(value.Value));

    public static ScalarFloat SelectGreater(ScalarFloat left, ScalarFloat right, ScalarFloat then, ScalarFloat otherwise) =>
        new(left.Value > right.Value ? then.Value : otherwise.Value);
}
