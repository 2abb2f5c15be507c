using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using ParquetSharp;
using ParquetSharp.Schema;

namespace GpuCluster.Data.Parquet;

/// <summary>What the stored values of a column mean.</summary>
internal sealed class ParquetForm
{
    private const long TicksPerMicrosecond = 10;

    private readonly LogicalTypeEnum _logical;
    private readonly TimeUnit _unit;
    private readonly bool _isUtc;

    /// <param name="column">The column.</param>
    public ParquetForm(ColumnDescriptor column)
    {
        using LogicalType logical = column.LogicalType;
        _logical = logical.Type;
        Bytes = column.TypeLength;
        MaxDefinition = column.MaxDefinitionLevel;
        MaxRepetition = column.MaxRepetitionLevel;
        IsUnsigned = logical is IntLogicalType { IsSigned: false };
        Scale = logical is DecimalLogicalType number ? number.Scale : null;
        if (logical is TimestampLogicalType time)
            (_unit, _isUtc) = (time.TimeUnit, time.IsAdjustedToUtc);
        // Nodes below the one that repeats may be missing without the list being so.
        int optional = 0;
        for (Node? node = column.SchemaNode; node is not null && node.Repetition != Repetition.Repeated; node = node.Parent)
            optional += node.Repetition == Repetition.Optional ? 1 : 0;
        ElementDefinition = MaxRepetition == 0 ? 0 : MaxDefinition - optional;
    }

    /// <summary>Bytes of a value of fixed length.</summary>
    public int Bytes { get; }

    /// <summary>The definition level of a value that is there.</summary>
    public short MaxDefinition { get; }

    /// <summary>0 for a column of one value a row.</summary>
    public short MaxRepetition { get; }

    /// <summary>The definition level from which a list has an element, be it null.</summary>
    public int ElementDefinition { get; }

    /// <summary>Whether whole numbers have no sign.</summary>
    public bool IsUnsigned { get; }

    /// <summary>Digits behind the point of a decimal; null for other types.</summary>
    public int? Scale { get; }

    /// <summary>Whether values of fixed length are halves.</summary>
    public bool IsHalf => _logical == LogicalTypeEnum.Float16;

    /// <summary>Whether bytes are text.</summary>
    public bool IsText => _logical is LogicalTypeEnum.String or LogicalTypeEnum.Enum or LogicalTypeEnum.Json;

    /// <summary>Whether whole numbers are days or times.</summary>
    public bool IsTime => _logical is LogicalTypeEnum.Date or LogicalTypeEnum.Timestamp;

    /// <summary>A date or a time as ISO 8601 writes it; the number itself where a calendar does not reach.</summary>
    public string TimeText(long value)
    {
        Int128 ticks = (_logical, _unit) switch
        {
            (LogicalTypeEnum.Date, _) => (Int128)value * TimeSpan.TicksPerDay,
            (_, TimeUnit.Millis) => (Int128)value * TimeSpan.TicksPerMillisecond,
            (_, TimeUnit.Micros) => (Int128)value * TicksPerMicrosecond,
            _ => value / 100,
        };
        return TimeText(ticks, _logical == LogicalTypeEnum.Date, _isUtc) ?? value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A time as Impala stored it: nanoseconds of a day, and the day.</summary>
    public static string TimeText(Int96 value)
    {
        const int UnixEpoch = 2_440_588;
        long nanoseconds = (uint)value.A | ((long)value.B << 32);
        return TimeText(((Int128)value.C - UnixEpoch) * TimeSpan.TicksPerDay + (nanoseconds / 100), false, false) ?? "";
    }

    /// <summary>A decimal that is stored as bytes: two's complement, the highest byte first.</summary>
    public static Int128 Unscaled(ReadOnlySpan<byte> bytes) =>
        bytes.Length <= 16
            ? (Int128)new BigInteger(bytes, isUnsigned: false, isBigEndian: true)
            : throw new InvalidDataException($"a decimal of {bytes.Length} bytes");

    /// <summary>A half that is stored as bytes.</summary>
    public static float Half(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);

    private static string? TimeText(Int128 ticks, bool isDate, bool isUtc)
    {
        Int128 all = ticks + DateTime.UnixEpoch.Ticks;
        if (all < 0 || all > DateTime.MaxValue.Ticks)
            return null;
        DateTime time = new((long)all, DateTimeKind.Unspecified);
        if (isDate)
            return time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + (isUtc ? "Z" : "");
    }
}
