namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>What code of a kernel must not hold. The kernel author's page says what each does and what to write instead.</summary>
internal enum IlRule
{
    /// <summary>A choice between the whole numbers 0 and 1, or a comparison, goes into a float.</summary>
    ChoiceIntoFloat,

    /// <summary>A division by a power of two of a value that is not known to be non-negative, or of an unsigned value.</summary>
    DivisionByPowerOfTwo,

    /// <summary>Two narrowing conversions in a row of which ILGPU loses one.</summary>
    LostConversion,

    /// <summary>Arithmetic in double.</summary>
    Double,

    /// <summary>A method that does not work on a device.</summary>
    Call,
}
