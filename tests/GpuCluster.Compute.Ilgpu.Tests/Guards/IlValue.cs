using System.Numerics;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>What is known of a value on the evaluation stack or in a variable. All but <see cref="NonNegative"/>,
/// <see cref="Folds"/> and <see cref="Exact"/> say what may be.</summary>
internal readonly record struct IlValue
{
    public static IlValue Unknown => default;

    /// <summary>It may be the constant 0.</summary>
    public bool Zero { get; init; }

    /// <summary>It may be the constant 1.</summary>
    public bool One { get; init; }

    /// <summary>It may be the result of a comparison, or a bool.</summary>
    public bool Condition { get; init; }

    /// <summary>It is a float or a double.</summary>
    public bool Float { get; init; }

    /// <summary>It may be a double.</summary>
    public bool Double { get; init; }

    /// <summary>It is made of constants alone, which ILGPU folds; not only may be.</summary>
    public bool Folds { get; init; }

    /// <summary>It may be an integer made of a float.</summary>
    public bool FromFloat { get; init; }

    /// <summary>It may be a constant power of two above 1 by the time that ILGPU compiles.</summary>
    public bool PowerOfTwo { get; init; }

    /// <summary>It is never negative, and below 2^31 (2^63) if it is unsigned.</summary>
    public bool NonNegative { get; init; }

    /// <summary>The narrowing conversions that may have made it.</summary>
    public IlWidths Made { get; init; }

    /// <summary>Its only value.</summary>
    public long? Exact { get; init; }

    /// <summary>A choice between the whole numbers 0 and 1.</summary>
    public bool IsChoice => Condition || (Zero && One);

    public static IlValue Constant(long value) =>
        new()
        {
            Zero = value == 0,
            One = value == 1,
            Exact = value,
            Folds = true,
            NonNegative = value >= 0,
            PowerOfTwo = value > 1 && BitOperations.IsPow2(value),
        };

    /// <summary>What holds where either value may come from.</summary>
    public IlValue Or(IlValue other) =>
        new()
        {
            Zero = Zero || other.Zero,
            One = One || other.One,
            Condition = Condition || other.Condition,
            Float = Float || other.Float,
            Double = Double || other.Double,
            Folds = Folds && other.Folds,
            FromFloat = FromFloat || other.FromFloat,
            PowerOfTwo = PowerOfTwo || other.PowerOfTwo,
            NonNegative = NonNegative && other.NonNegative,
            Made = Made | other.Made,
            Exact = Exact == other.Exact ? Exact : null,
        };

    /// <summary>The value seen from elsewhere: in a parameter or a field. A choice stays one; a constant alone is none.</summary>
    public IlValue FromElsewhere() => this with { Zero = false, One = false, Condition = IsChoice, Exact = null };
}
