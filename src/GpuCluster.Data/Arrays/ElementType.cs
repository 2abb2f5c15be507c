using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Arrays;

/// <summary>How a file stores the numbers of an array.</summary>
/// <param name="Kind">What the bits mean.</param>
/// <param name="Bytes">Of one number.</param>
/// <param name="IsBigEndian">Whether the highest byte comes first.</param>
internal readonly record struct ElementType(ElementKind Kind, int Bytes, bool IsBigEndian = false)
{
    /// <summary>Float32 as this machine stores it.</summary>
    public static ElementType Float32 => new(ElementKind.Float, sizeof(float));

    /// <summary>The type of the pixels of images.</summary>
    public static ElementType Byte => new(ElementKind.Unsigned, 1);

    /// <summary>Whether values of it may have fractions.</summary>
    public bool IsFractional => Kind is ElementKind.Float or ElementKind.BrainFloat;

    /// <summary>The type that NumPy writes as "&lt;f4", "|u1" or "&gt;i8"; null if it holds no real numbers.</summary>
    public static ElementType? OfNumpy(string type)
    {
        if (type.Length != 3 || type[0] is not ('<' or '>' or '|' or '='))
            return null;
        ElementKind? kind = type[1] switch
        {
            'f' => ElementKind.Float,
            'i' => ElementKind.Signed,
            'u' => ElementKind.Unsigned,
            'b' => ElementKind.Boolean,
            _ => null,
        };
        int bytes = type[2] - '0';
        bool isKnown = kind switch
        {
            ElementKind.Float => bytes is 2 or 4 or 8,
            ElementKind.Boolean => bytes == 1,
            _ => bytes is 1 or 2 or 4 or 8,
        };
        return kind is { } known && isKnown ? new ElementType(known, bytes, type[0] == '>') : null;
    }

    /// <summary>Converts numbers to float32; bytes of images (<see cref="Byte"/>) keep their values.</summary>
    /// <param name="bytes">The numbers, which are brought into this machine's byte order in place.</param>
    /// <param name="floats">Receives them.</param>
    public void ToFloats(Span<byte> bytes, Span<float> floats)
    {
        ToNative(bytes);
        switch (Kind, Bytes)
        {
            case (ElementKind.Float, 4):
                bytes.CopyTo(MemoryMarshal.AsBytes(floats));
                break;
            case (ElementKind.Float, 2):
                Convert<Half>(bytes, floats);
                break;
            case (ElementKind.Float, _):
                Convert<double>(bytes, floats);
                break;
            case (ElementKind.BrainFloat, _):
                ReadOnlySpan<ushort> upper = MemoryMarshal.Cast<byte, ushort>(bytes);
                for (int i = 0; i < floats.Length; i++)
                    floats[i] = BitConverter.UInt32BitsToSingle((uint)upper[i] << 16);
                break;
            case (ElementKind.Boolean, _):
                for (int i = 0; i < floats.Length; i++)
                    floats[i] = bytes[i] == 0 ? 0f : 1f;
                break;
            case (ElementKind.Unsigned, 1):
                Convert<byte>(bytes, floats);
                break;
            case (ElementKind.Unsigned, 2):
                Convert<ushort>(bytes, floats);
                break;
            case (ElementKind.Unsigned, 4):
                Convert<uint>(bytes, floats);
                break;
            case (ElementKind.Unsigned, _):
                Convert<ulong>(bytes, floats);
                break;
            case (_, 1):
                Convert<sbyte>(bytes, floats);
                break;
            case (_, 2):
                Convert<short>(bytes, floats);
                break;
            case (_, 4):
                Convert<int>(bytes, floats);
                break;
            default:
                Convert<long>(bytes, floats);
                break;
        }
    }

    /// <summary>
    /// Numbers as a column of the samples. A value that is not finite counts as missing; whole numbers that double cannot hold exactly are
    /// text.
    /// </summary>
    /// <param name="name">The column's heading.</param>
    /// <param name="bytes">One number for each sample, brought into this machine's byte order in place.</param>
    public SampleColumn ToColumn(string name, Span<byte> bytes)
    {
        if (Kind == ElementKind.BrainFloat)
        {
            float[] values = new float[bytes.Length / Bytes];
            ToFloats(bytes, values);
            return Fractional<float>(name, MemoryMarshal.AsBytes(values.AsSpan()));
        }

        ToNative(bytes);
        return (Kind, Bytes) switch
        {
            (ElementKind.Float, 2) => Fractional<Half>(name, bytes),
            (ElementKind.Float, 4) => Fractional<float>(name, bytes),
            (ElementKind.Float, _) => Fractional<double>(name, bytes),
            (ElementKind.Signed, 1) => Whole<sbyte>(name, bytes),
            (ElementKind.Signed, 2) => Whole<short>(name, bytes),
            (ElementKind.Signed, 4) => Whole<int>(name, bytes),
            (ElementKind.Signed, _) => Whole<long>(name, bytes),
            (ElementKind.Unsigned, 2) => Whole<ushort>(name, bytes),
            (ElementKind.Unsigned, 4) => Whole<uint>(name, bytes),
            (ElementKind.Unsigned, 8) => Whole<ulong>(name, bytes),
            _ => Whole<byte>(name, bytes),
        };
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        string name = Kind switch
        {
            ElementKind.Float => "float",
            ElementKind.BrainFloat => "bfloat",
            ElementKind.Signed => "int",
            ElementKind.Unsigned => "uint",
            _ => "bool",
        };
        return Kind == ElementKind.Boolean ? name : string.Create(CultureInfo.InvariantCulture, $"{name}{8 * Bytes}");
    }

    private void ToNative(Span<byte> bytes)
    {
        if (!IsBigEndian)
            return;
        switch (Bytes)
        {
            case 2:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ushort>(bytes), MemoryMarshal.Cast<byte, ushort>(bytes));
                break;
            case 4:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<byte, uint>(bytes));
                break;
            case 8:
                BinaryPrimitives.ReverseEndianness(MemoryMarshal.Cast<byte, ulong>(bytes), MemoryMarshal.Cast<byte, ulong>(bytes));
                break;
        }
    }

    private static void Convert<T>(ReadOnlySpan<byte> bytes, Span<float> floats)
        where T : unmanaged, INumberBase<T>
    {
        ReadOnlySpan<T> values = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < floats.Length; i++)
            floats[i] = float.CreateTruncating(values[i]);
    }

    private static NumericColumn Fractional<T>(string name, ReadOnlySpan<byte> bytes)
        where T : unmanaged, IFloatingPoint<T> =>
        new(name, ColumnTypes.WithoutInfinite(ColumnTypes.AsWritten<T>(MemoryMarshal.Cast<byte, T>(bytes))));

    private static SampleColumn Whole<T>(string name, ReadOnlySpan<byte> bytes)
        where T : unmanaged, IBinaryInteger<T> =>
        ColumnTypes.OfIntegers(name, Array.ConvertAll(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), value => (T?)value));
}
