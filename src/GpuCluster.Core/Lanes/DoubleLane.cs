namespace GpuCluster.Core.Lanes;

/// <summary>One double: checks of a formula against finer arithmetic.</summary>
public readonly struct DoubleLane(double value) : ILogarithmLane<DoubleLane>
{
    public readonly double Value = value;

    public static DoubleLane Of(double value) => new(value);

    public static DoubleLane operator +(DoubleLane left, DoubleLane right) => new(left.Value + right.Value);

    public static DoubleLane operator -(DoubleLane left, DoubleLane right) => new(left.Value - right.Value);

    public static DoubleLane operator *(DoubleLane left, DoubleLane right) => new(left.Value * right.Value);

    public static DoubleLane operator /(DoubleLane left, DoubleLane right) => new(left.Value / right.Value);

    public static DoubleLane Min(DoubleLane left, DoubleLane right) => new(Math.Min(left.Value, right.Value));

    public static DoubleLane Max(DoubleLane left, DoubleLane right) => new(Math.Max(left.Value, right.Value));

    public static DoubleLane Sqrt(DoubleLane value) => new(Math.Sqrt(value.Value));

    public static DoubleLane InverseSqrt(DoubleLane value) => new(1 / Math.Sqrt(value.Value));

    public static DoubleLane Pow(DoubleLane x, DoubleLane y) => new(Math.Pow(x.Value, y.Value));

    public static DoubleLane Log(DoubleLane value) => new(Math.Log(value.Value));

    public static DoubleLane SelectGreater(DoubleLane left, DoubleLane right, DoubleLane then, DoubleLane otherwise) =>
        new(left.Value > right.Value ? then.Value : otherwise.Value);
}
