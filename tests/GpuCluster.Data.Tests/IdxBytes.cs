using System.Buffers.Binary;
using System.IO.Compression;

namespace GpuCluster.Data.Tests;

/// <summary>Makes IDX files byte by byte, apart from the code under test.</summary>
internal static class IdxBytes
{
    public static byte[] Images(uint count, uint height, uint width, params byte[] pixels) =>
        [.. Words(0x803, count, height, width), .. pixels];

    public static byte[] Labels(uint count, params byte[] labels) => [.. Words(0x801, count), .. labels];

    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }

    public static byte[] Ramp(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];

    private static byte[] Words(params uint[] words)
    {
        byte[] bytes = new byte[4 * words.Length];
        for (int i = 0; i < words.Length; i++)
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 * i), words[i]);
        return bytes;
    }
}
