namespace GpuCluster.Data.Parts;

/// <summary>What a whole file differs by from a damaged one.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Crc">The CRC-32 of zip.</param>
public readonly record struct PartCheck(long Length, uint Crc);
