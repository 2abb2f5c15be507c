namespace GpuCluster.Data.Files;

/// <summary>
/// The CRC-32 of zip and gzip (ISO 3309, polynomial 0xEDB88320 reflected), eight bytes a step by eight tables (Kounavis and Berry 2005).
/// </summary>
internal struct Crc32
{
    private const int Slices = 8;
    private static readonly uint[] Tables = Make();
    private uint _state;

    /// <summary>The checksum of everything appended.</summary>
    public readonly uint Value => _state;

    /// <summary>Goes on with more bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        uint crc = ~_state;
        uint[] tables = Tables;
        while (bytes.Length >= Slices)
        {
            uint low = crc ^ BitConverter.ToUInt32(bytes);
            uint high = BitConverter.ToUInt32(bytes[4..]);
            crc =
                tables[1792 + (low & 255)]
                ^ tables[1536 + ((low >> 8) & 255)]
                ^ tables[1280 + ((low >> 16) & 255)]
                ^ tables[1024 + (low >> 24)]
                ^ tables[768 + (high & 255)]
                ^ tables[512 + ((high >> 8) & 255)]
                ^ tables[256 + ((high >> 16) & 255)]
                ^ tables[high >> 24];
            bytes = bytes[Slices..];
        }

        foreach (byte value in bytes)
            crc = tables[(crc ^ value) & 255] ^ (crc >> 8);
        _state = ~crc;
    }

    private static uint[] Make()
    {
        const uint Polynomial = 0xEDB8_8320;
        uint[] tables = new uint[Slices * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            tables[i] = crc;
        }

        for (int i = 256; i < tables.Length; i++)
            tables[i] = (tables[i - 256] >> 8) ^ tables[tables[i - 256] & 255];
        return tables;
    }
}
