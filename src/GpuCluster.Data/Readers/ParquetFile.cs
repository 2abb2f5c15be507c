using GpuCluster.Data.Parquet;

namespace GpuCluster.Data.Readers;

/// <summary>A .parquet.</summary>
internal static class ParquetFile
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="Core.Errors.UnusableInputException">It is damaged or empty, or no column can be the samples.</exception>
    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        using ParquetTable table = ParquetTable.Open(path, cancellation);
        return RecordSet.Read(table, options, cancellation);
    }
}
