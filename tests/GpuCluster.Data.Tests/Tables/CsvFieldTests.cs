using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Layouts;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Tests.Tables;

/// <summary>A text is the same in a .csv, and no formula where a spreadsheet opens it.</summary>
public sealed class CsvFieldTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+A1", "'+A1")]
    [InlineData("-cat", "'-cat")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("=a,\"b\"", "\"'=a,\"\"b\"\"\"")]
    [InlineData("-1.5", "-1.5")]
    [InlineData("+3e2", "+3e2")]
    [InlineData("cat", "cat")]
    [InlineData("", "")]
    public void A_formula_becomes_text_for_a_spreadsheet_only(string text, string expected)
    {
        Assert.Equal(expected, CsvField.QuoteForSpreadsheet(text));
        Assert.DoesNotContain('\'', CsvField.Quote(text));
    }

    [Fact]
    public void Labels_of_a_layout_are_written_so_where_it_is_asked()
    {
        Layout layout = new(1, 2, [1, 2]);
        SampleHeading labels = new() { Labels = new SampleLabels([0], ["=1+1"]) };

        LayoutWriter.Write(_folder.File("a.csv"), layout, labels);
        LayoutWriter.Write(_folder.File("b.csv"), layout, labels, forSpreadsheet: true);

        Assert.EndsWith("\n0,=1+1,1,2\n", File.ReadAllText(_folder.File("a.csv")));
        Assert.EndsWith("\n0,'=1+1,1,2\n", File.ReadAllText(_folder.File("b.csv")));
    }
}
