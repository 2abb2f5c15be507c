using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Readers;

/// <summary>Columns of a data set from several places.</summary>
internal static class SampleColumns
{
    /// <summary>A column that is added replaces one of the data that has the same name.</summary>
    public static SampleColumn[] Together(IReadOnlyList<SampleColumn> own, IReadOnlyList<SampleColumn> added) =>
        [.. own.Where(column => added.All(other => other.Name != column.Name)), .. added];
}
