namespace GpuCluster.Core.Lanes;

/// <summary>One float. Used inside GPU kernels, so only functions of MathF that ILGPU compiles; ptxas fuses a * b + c by itself.</summary>
public readonly struct FloatLane(float value) : ILogarithmLane<FloatLane>
{
    public readonly float Value = value;

    public static FloatLane Of(double value) => new((float)value);

    public static FloatLane operator +(FloatLane left, FloatLane right) => new(left.Value + right.Value);

    public static FloatLane operator -(FloatLane left, FloatLane right) => new(left.Value - right.Value);

    public static FloatLane operator *(FloatLane left, FloatLane right) => new(left.Value * right.Value);

    public static FloatLane operator /(FloatLane left, FloatLane right) => new(left.Value / right.Value);

    public static FloatLane Min(FloatLane left, FloatLane right) => new(MathF.Min(left.Value, right.Value));

    public static FloatLane Max(FloatLane left, FloatLane right) => new(MathF.Max(left.Value, right.Value));

    public static FloatLane Sqrt(FloatLane value) => new(MathF.Sqrt(value.Value));

    public static FloatLane InverseSqrt(FloatLane value) => new(1 / MathF.Sqrt(value.Value));

    /// <summary>
    /// x to the power y for x above 0, as e^(y ln x): two instructions of a GPU, where MathF.Pow also compares in double for signs and zeros that do not occur here. The relative
    /// error is below (1 + |y ln x|) 2^-22.
    /// </summary>
    public static FloatLane Pow(FloatLane x, FloatLane y) => new(MathF.Exp(y.Value * MathF.Log(x.Value)));

    public static FloatLane Log(FloatLane value) => new(MathF.Log(value.Value));

    public static FloatLane SelectGreater(FloatLane left, FloatLane right, FloatLane then, FloatLane otherwise) =>
        new(left.Value > right.Value ? then.Value : otherwise.Value);
}
