using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Layouts;
using GpuCluster.Data.Readers;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Tests.Layouts;

public sealed class SelectionWriterTests : IDisposable
{
    private static readonly SampleHeading Heading = new()
    {
        Paths = [.. Enumerable.Range(0, 3).Select(index => $"猫 {index}, \"a\".png")],
        Labels = new SampleLabels([0, 0, -1], ["狐🦊"]),
    };

    private static readonly SelectionSamples Two = new([0, 2], new Layout(3, 3, [0, 1, 2, 3, 4, 5, 6, 7.5f, 8]), Heading)
    {
        Columns = [new NumericColumn("size, cm", [0.5, 1, double.NaN]), new TextColumn("note", ["", "b", "two\nlines"])],
        Rgba = [0xFF_00_00_01, 0xFF_00_00_02, 0xFF_00_00_03],
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Csv_holds_names_labels_columns_and_positions()
    {
        string path = _folder.File("选择.csv");
        SelectionWriter.Write(path, Two);
        Assert.Equal(
            "index,path,label,\"size, cm\",note,x,y,z\n"
                + "0,\"猫 0, \"\"a\"\".png\",狐🦊,0.5,,0,1,2\n"
                + "2,\"猫 2, \"\"a\"\".png\",,,\"two\nlines\",6,7.5,8\n",
            File.ReadAllText(path)
        );
    }

    [Fact]
    public void No_heading_occurs_twice_and_the_table_is_read_back()
    {
        string path = _folder.File("s.csv");
        SelectionSamples samples = Two with
        {
            Columns = [new NumericColumn("x", [7, 8, 9]), new TextColumn("Label", ["p", "q", "r"]), new TextColumn("path", ["", "", ""])],
        };

        SelectionWriter.Write(path, samples);

        Assert.Equal("index,path,label,x,Label 2,x 2,y,z", File.ReadLines(path).First());
        Assert.EndsWith("狐🦊,7,p,0,1,2", File.ReadLines(path).ElementAt(1));
    }

    [Fact]
    public void Npy_holds_positions_and_the_indices_lie_beside()
    {
        string path = _folder.File("x.npy");
        SelectionWriter.Write(path, Two);
        LayoutDataset back = (LayoutDataset)DatasetReader.Read(path, new DatasetOptions { As = MatrixUse.Layout });
        Assert.Equal([0, 1, 2, 6, 7.5f, 8], back.Layout.Values);
        byte[] indices = File.ReadAllBytes(_folder.File("x.indices.npy"));
        Assert.Equal([0, 0, 0, 0, 2, 0, 0, 0], indices[^8..]);
    }

    [Fact]
    public void Ply_holds_the_selections_own_colours()
    {
        string path = _folder.File("x.ply");
        SelectionWriter.Write(path, Two);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal((1, 3), (bytes[^18], bytes[^3]));
    }

    [Fact]
    public void No_samples_are_a_heading_only()
    {
        SelectionWriter.Write(_folder.File("x.csv"), Two with { Indices = [], Heading = new SampleHeading(), Columns = [] });
        Assert.Equal("index,x,y,z\n", File.ReadAllText(_folder.File("x.csv")));
    }
}
