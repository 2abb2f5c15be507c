using Apache.Arrow;
using Apache.Arrow.Types;
using GpuCluster.Data.Records;

namespace GpuCluster.Data.Arrow;

/// <summary>Where a column lies in a batch: through the fields of structures.</summary>
/// <param name="Name">Its name, with dots between those of structures.</param>
/// <param name="Kind">What its values are.</param>
/// <param name="TypeText">Its type, for messages.</param>
/// <param name="Places">The place of each field on the way.</param>
internal sealed record ArrowPath(string Name, RecordKind Kind, string TypeText, IReadOnlyList<int> Places)
{
    /// <summary>The columns of a field: itself, or those of a structure.</summary>
    public static IEnumerable<ArrowPath> Of(Field field, string name, IReadOnlyList<int> places) =>
        field.DataType is StructType structure
            ? structure.Fields.SelectMany((child, place) => Of(child, $"{name}.{child.Name}", [.. places, place]))
            : [new ArrowPath(name, KindOf(field.DataType), field.DataType.Name, places)];

    /// <summary>The column's values in a batch.</summary>
    public IArrowArray In(RecordBatch batch) =>
        Places.Skip(1).Aggregate(batch.Column(Places[0]), (array, place) => ((StructArray)array).Fields[place]);

    private static RecordKind KindOf(IArrowType type) =>
        type switch
        {
            DictionaryType dictionary => KindOf(dictionary.ValueType) == RecordKind.Text ? RecordKind.Text : RecordKind.Other,
            BooleanType or FloatingPointType or HalfFloatType or FloatType or DoubleType => RecordKind.Number,
            IntegerType or Decimal128Type => RecordKind.Number,
            StringType or LargeStringType or StringViewType or Date32Type or Date64Type or TimestampType => RecordKind.Text,
            BinaryType or LargeBinaryType => RecordKind.Bytes,
            ListType list when KindOf(list.ValueDataType) == RecordKind.Number => RecordKind.Numbers,
            LargeListType list when KindOf(list.ValueDataType) == RecordKind.Number => RecordKind.Numbers,
            FixedSizeListType list when KindOf(list.ValueDataType) == RecordKind.Number => RecordKind.Numbers,
            _ => RecordKind.Other,
        };
}
