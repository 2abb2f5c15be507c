namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>Conversions to fewer than 32 bits.</summary>
[Flags]
internal enum IlWidths
{
    None = 0,
    SignedByte = 1,
    Byte = 2,
    Short = 4,
    UnsignedShort = 8,

    /// <summary>An element or a field of type sbyte: (byte) of it is lost, whereas (sbyte) of a byte element is not.</summary>
    LoadedSignedByte = 16,

    /// <summary>An element or a field of type short.</summary>
    LoadedShort = 32,
}
