namespace GpuCluster.Data.Arrays;

/// <summary>What the bits of a number mean.</summary>
internal enum ElementKind
{
    /// <summary>IEEE 754: 2, 4 or 8 bytes.</summary>
    Float,

    /// <summary>The upper half of a float32: 2 bytes.</summary>
    BrainFloat,

    /// <summary>Two's complement: 1, 2, 4 or 8 bytes.</summary>
    Signed,

    /// <summary>Unsigned: 1, 2, 4 or 8 bytes.</summary>
    Unsigned,

    /// <summary>One byte, 0 for false.</summary>
    Boolean,
}
