using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Readers;

/// <summary>An array of one dimension as a column of the samples: numbers, booleans or text.</summary>
internal static class NpyColumn
{
    /// <summary>Whether arrays of this type become columns.</summary>
    public static bool Takes(string type) => NpyLabels.ElementBytes(type) is not null;

    /// <summary>
    /// Reads the values behind the header. A value that is not finite counts as missing; whole numbers that double cannot hold exactly are
    /// text.
    /// </summary>
    public static SampleColumn Read(string name, Stream content, NpyHeader header, string path)
    {
        int elementBytes = NpyLabels.ElementBytes(header.Type)!.Value;
        byte[] bytes = NpyLabels.Bytes(content, header, elementBytes, path);
        return header.Type switch
        {
            ['<', 'U', ..] => new TextColumn(name, NpyLabels.Texts(bytes, (int)header.Shape[0], elementBytes, path)),
            "<f2" => Fractional<Half>(name, bytes),
            "<f4" => Fractional<float>(name, bytes),
            "<f8" => Fractional<double>(name, bytes),
            "|i1" => Whole<sbyte>(name, bytes),
            "<i2" => Whole<short>(name, bytes),
            "<u2" => Whole<ushort>(name, bytes),
            "<i4" => Whole<int>(name, bytes),
            "<u4" => Whole<uint>(name, bytes),
            "<i8" => Whole<long>(name, bytes),
            "<u8" => Whole<ulong>(name, bytes),
            _ => Whole<byte>(name, bytes),
        };
    }

    /// <summary>Reads texts, or numbers as they are written.</summary>
    public static string[] Texts(Stream content, NpyHeader header, string path)
    {
        SampleColumn column = Read("", content, header, path);
        return [.. Enumerable.Range(0, column.Count).Select(column.TextOf)];
    }

    private static NumericColumn Fractional<T>(string name, byte[] bytes)
        where T : unmanaged, IFloatingPoint<T> =>
        new(name, ColumnTypes.WithoutInfinite(ColumnTypes.AsWritten<T>(MemoryMarshal.Cast<byte, T>(bytes))));

    private static SampleColumn Whole<T>(string name, byte[] bytes)
        where T : unmanaged, IBinaryInteger<T> =>
        ColumnTypes.OfIntegers(name, Array.ConvertAll(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), value => (T?)value));
}
