using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Records;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Parquet;

/// <summary>The columns of a .parquet that hold one text or number a row, as a table of text.</summary>
internal static class ParquetText
{
    /// <summary>Reads a file; lists and bytes are left out.</summary>
    /// <exception cref="UnusableInputException">It is damaged, or too long.</exception>
    public static TextTable Read(string path, CancellationToken cancellation)
    {
        using ParquetTable table = ParquetTable.Open(path, cancellation);
        if (table.Rows > int.MaxValue)
            throw new UnusableInputException($"{path}: {table.Rows} rows; give at most {int.MaxValue}");
        int rows = (int)table.Rows;
        SampleColumn[] columns =
        [
            .. table
                .Fields.Where(field => field.Kind is RecordKind.Number or RecordKind.Text)
                .Select(field => table.Column(field, rows, cancellation)),
        ];
        return new TextTable(
            [.. columns.Select(column => column.Name)],
            [.. Enumerable.Range(0, rows).Select(row => Array.ConvertAll(columns, column => column.TextOf(row)))],
            [.. Enumerable.Range(0, rows)]
        )
        {
            Unit = "row",
        };
    }
}
