using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Layouts;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Layouts;

public sealed class SelectionWriterTests : IDisposable
{
    private static readonly SelectionSamples Two = new(
        [0, 2],
        new Layout(3, 3, [0, 1, 2, 3, 4, 5, 6, 7.5f, 8]),
        index => $"猫 {index}, \"a\".png"
    )
    {
        Labels = new SampleLabels([0, 0, -1], ["狐🦊"]),
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
            "index,name,label,\"size, cm\",note,x,y,z\n"
                + "0,\"猫 0, \"\"a\"\".png\",狐🦊,0.5,,0,1,2\n"
                + "2,\"猫 2, \"\"a\"\".png\",,,\"two\nlines\",6,7.5,8\n",
            File.ReadAllText(path)
        );
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
        SelectionWriter.Write(_folder.File("x.csv"), Two with { Indices = [], Labels = null, Columns = [] });
        Assert.Equal("index,name,x,y,z\n", File.ReadAllText(_folder.File("x.csv")));
    }
}
