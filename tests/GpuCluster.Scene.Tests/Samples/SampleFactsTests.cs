using GpuCluster.Core.Samples;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Tests.Samples;

/// <summary>A row of the data without a point shifts no other row's number, wherever the scene shows one.</summary>
public sealed class SampleFactsTests
{
    private static SampleFacts Facts => new(3) { Rows = SampleRows.Of(6, [0, 2, 5]) };

    [Fact]
    public void Samples_are_called_by_their_rows()
    {
        Assert.Equal([0, 2, 5], Enumerable.Range(0, 3).Select(Facts.RowOf));
        Assert.Equal("row 5", Facts.NameOf(2));
        Assert.Equal("row 2", new SampleFacts(3).NameOf(2));
    }

    [Fact]
    public void Colours_by_row_name_the_rows_of_the_data() =>
        Assert.Equal(["row 5", "row 0"], Ends(new OrderColouring(3, Facts.RowOf).Legend.Entries.Select(entry => entry.Name)));

    private static string[] Ends(IEnumerable<string> names) => [names.First(), names.Last()];
}
