using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Npy;

namespace GpuCluster.Data.Readers;

/// <summary>An array of one dimension as a column of the samples: numbers, booleans or text.</summary>
internal static class NpyColumn
{
    /// <summary>Whether arrays of this type become columns.</summary>
    public static bool Takes(string type) => NpyLabels.ElementBytes(type) is not null || type is "<f4" or "<f8";

    /// <summary>
    /// Reads the values behind the header; those of float64 and of large integers are rounded to float32, a value that is not finite counts
    /// as missing.
    /// </summary>
    public static SampleColumn Read(string name, Stream content, NpyHeader header, string path) =>
        header.Type switch
        {
            ['<', 'U', ..] => new TextColumn(name, Texts(content, header, path)),
            "<f4" => new NumericColumn(name, Numbers<float>(content, header, path)),
            "<f8" => new NumericColumn(name, Numbers<double>(content, header, path)),
            "|i1" => new NumericColumn(name, Numbers<sbyte>(content, header, path)),
            "<i2" => new NumericColumn(name, Numbers<short>(content, header, path)),
            "<u2" => new NumericColumn(name, Numbers<ushort>(content, header, path)),
            "<i4" => new NumericColumn(name, Numbers<int>(content, header, path)),
            "<u4" => new NumericColumn(name, Numbers<uint>(content, header, path)),
            "<i8" => new NumericColumn(name, Numbers<long>(content, header, path)),
            "<u8" => new NumericColumn(name, Numbers<ulong>(content, header, path)),
            _ => new NumericColumn(name, Numbers<byte>(content, header, path)),
        };

    /// <summary>Reads texts, or numbers as they are written.</summary>
    public static string[] Texts(Stream content, NpyHeader header, string path) =>
        header.Type is ['<', 'U', ..]
            ? NpyLabels.Texts(
                NpyLabels.Bytes(content, header, NpyLabels.ElementBytes(header.Type)!.Value, path),
                (int)header.Shape[0],
                NpyLabels.ElementBytes(header.Type)!.Value,
                path
            )
            : Array.ConvertAll(
                ((NumericColumn)Read("", content, header, path)).Values,
                value => value.ToString(System.Globalization.CultureInfo.InvariantCulture)
            );

    private static unsafe float[] Numbers<T>(Stream content, NpyHeader header, string path)
        where T : unmanaged, INumber<T>
    {
        ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(NpyLabels.Bytes(content, header, sizeof(T), path));
        float[] numbers = new float[values.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            float value = float.CreateTruncating(values[i]);
            numbers[i] = float.IsFinite(value) ? value : float.NaN;
        }

        return numbers;
    }
}
