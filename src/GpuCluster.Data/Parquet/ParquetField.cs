using GpuCluster.Data.Records;
using ParquetSharp;
using ParquetSharp.Schema;

namespace GpuCluster.Data.Parquet;

/// <summary>What the columns of a .parquet mean.</summary>
internal static class ParquetField
{
    /// <summary>A column by its description in the file.</summary>
    public static RecordField Of(ColumnDescriptor column, int place)
    {
        using LogicalType logical = column.LogicalType;
        RecordKind kind = (column.MaxRepetitionLevel, KindOf(column.PhysicalType, logical)) switch
        {
            (0, var flat) => flat,
            (1, RecordKind.Number) => RecordKind.Numbers,
            _ => RecordKind.Other,
        };
        string type = logical switch
        {
            IntLogicalType whole => $"{(whole.IsSigned ? "int" : "uint")}{whole.BitWidth}",
            { Type: LogicalTypeEnum.None or LogicalTypeEnum.Undefined } => column.PhysicalType.ToString().ToLowerInvariant(),
            _ => logical.Type.ToString().ToLowerInvariant(),
        };
        return new RecordField(NameOf(column), kind, column.MaxRepetitionLevel > 0 ? $"list of {type}" : type, place);
    }

    private static RecordKind KindOf(PhysicalType physical, LogicalType logical) =>
        (physical, logical.Type) switch
        {
            (_, LogicalTypeEnum.Decimal or LogicalTypeEnum.Float16) => RecordKind.Number,
            (PhysicalType.Int32 or PhysicalType.Int64 or PhysicalType.Int96, LogicalTypeEnum.Date or LogicalTypeEnum.Timestamp) =>
                RecordKind.Text,
            (PhysicalType.Int96, _) => RecordKind.Text,
            (_, LogicalTypeEnum.Time or LogicalTypeEnum.Interval) => RecordKind.Other,
            (PhysicalType.Boolean or PhysicalType.Int32 or PhysicalType.Int64 or PhysicalType.Float or PhysicalType.Double, _) =>
                RecordKind.Number,
            (PhysicalType.ByteArray, LogicalTypeEnum.String or LogicalTypeEnum.Enum or LogicalTypeEnum.Json) => RecordKind.Text,
            (PhysicalType.ByteArray, LogicalTypeEnum.None or LogicalTypeEnum.Undefined or LogicalTypeEnum.Bson) => RecordKind.Bytes,
            _ => RecordKind.Other,
        };

    // A list is called by its own name, not by those of the groups around its elements.
    private static string NameOf(ColumnDescriptor column)
    {
        string[] parts = column.Path.ToDotVector();
        if (column.MaxRepetitionLevel == 0)
            return string.Join('.', parts);
        // From the element upwards to the node that repeats.
        int above = 0;
        Node node = column.SchemaNode;
        while (node.Repetition != Repetition.Repeated)
        {
            node = node.Parent!;
            above++;
        }

        return string.Join('.', parts[..Math.Max(1, parts.Length - (above == 0 && !IsInList(node) ? 0 : above + 1))]);
    }

    // Old writers repeat the element itself within a group that is marked as a list.
    private static bool IsInList(Node repeated)
    {
        using LogicalType? logical = repeated.Parent?.LogicalType;
        return logical?.Type == LogicalTypeEnum.List;
    }
}
