using System.Text;
using CsCheck;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Readers;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Tests.Tables;

public sealed class ColumnsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Whatever_is_quoted_comes_back()
    {
        string[] pieces = ["a", "b", ",", "\t", "\"", "\n", "\r", " ", "字", "😀"];
        Gen<string> text = Gen.Int[0, pieces.Length - 1].Array[0, 6].Select(which => string.Concat(which.Select(i => pieces[i])));
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 8])
            .SelectMany(size => text.Array[size.Item1].Array[size.Item2])
            .Sample(
                rows =>
                {
                    foreach ((string name, char separator) in new[] { ("t.csv", ','), ("t.tsv", '\t') })
                    {
                        string file = string.Concat(rows.Select(row => string.Join(separator, row.Select(Quote)) + "\r\n"));
                        string path = _folder.Write(name, Encoding.UTF8.GetBytes(file));
                        Assert.Equal(rows, DelimitedText.Rows(path, CancellationToken.None).Select(row => row.Fields));
                    }
                },
                iter: 200,
                threads: 1
            );

        static string Quote(string field) => $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    [Fact]
    public void Plain_fields_blank_lines_and_a_missing_last_line_end_are_read()
    {
        string path = _folder.Write("t.csv", "\uFEFFa, b ,c\n\n1,\"x\"\"y\",\n2,,3"u8.ToArray());
        DelimitedRow[] rows = [.. DelimitedText.Rows(path, CancellationToken.None)];

        Assert.Equal(3, rows.Length);
        Assert.Equal(["a", "b", "c"], rows[0].Fields);
        Assert.Equal(["1", "x\"y", ""], rows[1].Fields);
        Assert.Equal(["2", "", "3"], rows[2].Fields);
        Assert.Equal([1, 3, 4], rows.Select(row => row.Line));
    }

    [Fact]
    public void Columns_beside_the_data_come_with_it_and_follow_the_limit()
    {
        string data = WriteVectors(3);
        _folder.Write("x.columns.tsv", "gewicht\t名字\n1.5\t貓\n\t狗\n-2e3\t\n"u8.ToArray());

        Dataset all = DatasetReader.Read(data, new DatasetOptions());
        Dataset two = DatasetReader.Read(data, new DatasetOptions { Limit = 2 });

        Assert.Equal(["gewicht", "名字"], all.Columns.Select(column => column.Name));
        Assert.Equal([1.5, double.NaN, -2000], ((NumericColumn)all.Columns[0]).Values);
        Assert.Equal(["貓", "狗", ""], ((TextColumn)all.Columns[1]).Values);
        Assert.All(two.Columns, column => Assert.Equal(2, column.Count));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("a\n1\n2\n", "2 rows below the headings, where the data has 3")]
    [InlineData("a\n1\n2\n3\n4\n", "4 rows")]
    [InlineData("a,b\n1,2\n1\n1,2\n", "row 1 (line 3) has 1 field,")]
    [InlineData("a,a\n1,2\n1,2\n1,2\n", "'a' occurs 2 times")]
    [InlineData("a\n\"1\n2\n3\n", "line 2: a quote")]
    public void A_table_that_does_not_fit_is_refused(string text, string part)
    {
        string data = WriteVectors(3);
        string columns = _folder.Write("given.csv", Encoding.UTF8.GetBytes(text));
        Refusal.Of(data, new DatasetOptions { ColumnsPath = columns }, "given.csv", part);
    }

    [Theory]
    [InlineData("a\n", "E4FF")]
    [InlineData("a\n\"1\"", "E4")]
    [InlineData("a\n\"1", "C3")]
    public void Bytes_that_are_no_utf8_are_refused(string before, string bytes)
    {
        string data = WriteVectors(3);
        string columns = _folder.Write("latin.csv", [.. Encoding.UTF8.GetBytes(before), .. Convert.FromHexString(bytes)]);
        Refusal.Of(data, new DatasetOptions { ColumnsPath = columns }, "latin.csv", "not UTF-8");
    }

    [Fact]
    public void A_missing_table_is_refused() =>
        Refusal.Of(WriteVectors(3), new DatasetOptions { ColumnsPath = _folder.File("no.csv") }, "no.csv", "no such file");

    private string WriteVectors(int rows)
    {
        string path = _folder.File("x.npy");
        using FileStream stream = File.Create(path);
        NpyWriter.Write(stream, rows, 4, new float[rows * 4]);
        return path;
    }
}
