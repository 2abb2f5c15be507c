using GpuCluster.Core.Layouts;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Layouts;

/// <summary>A table of positions: the columns of every table of samples, then x, y and in space z.</summary>
internal static class CsvLayout
{
    public static void Write(Stream stream, Layout layout, SampleHeading heading, bool forSpreadsheet, CancellationToken cancellation) =>
        new SampleTable(heading, Axes(layout, static row => row)) { ForSpreadsheet = forSpreadsheet }.Write(
            stream,
            [.. Enumerable.Range(0, layout.Count)],
            cancellation
        );

    /// <summary>The columns x, y and, in three dimensions, z.</summary>
    /// <param name="layout">Positions of all samples.</param>
    /// <param name="sampleOf">The sample of a row.</param>
    public static IReadOnlyList<(string Name, Func<int, string> Of)> Axes(Layout layout, Func<int, int> sampleOf) =>
        [
            .. Enumerable
                .Range(0, layout.Dims)
                .Select(axis => ("xyz"[axis].ToString(), (Func<int, string>)(row => SampleTable.Text(layout.Of(sampleOf(row))[axis])))),
        ];
}
