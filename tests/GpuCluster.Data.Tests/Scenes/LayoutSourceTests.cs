using System.Text;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Layouts;
using GpuCluster.Data.Readers;
using GpuCluster.Data.Scenes;
using SkiaSharp;
using static GpuCluster.Data.Tests.Images.ImageFixtures;

namespace GpuCluster.Data.Tests.Scenes;

/// <summary>Positions that know their data, and what is left of them where the data or the side file is no longer good.</summary>
public sealed class LayoutSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static DatasetOptions Options => new() { As = MatrixUse.Layout };

    private string Positions => _folder.File("x.npy");

    private string Photos => Path.Combine(_folder.Path, "photos");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Positions_have_the_labels_paths_and_pictures_of_their_data()
    {
        Write(count: 3, limit: null);

        LayoutDataset layout = Read();

        Assert.Equal(3, layout.Count);
        Assert.Equal(["a", "b", "b"], layout.Labels!.ClassOf.Select(label => layout.Labels.ClassNames[label]));
        Assert.Equal(["1.png", "2.png", "3.png"], layout.Paths!.Select(Path.GetFileName));
        using IThumbnails pictures = layout.OpenThumbnails()!;
        Assert.Equal(3, pictures.Count);
        Assert.Empty(layout.Warnings);
        Assert.Null(((LayoutDataset)DatasetReader.Read(Positions, Options with { PositionsAlone = true })).Of);
        Assert.Equal(2, DatasetReader.Read(Positions, Options with { Limit = 2 }).Paths!.Count);
    }

    [Fact]
    public void Both_can_be_moved_together()
    {
        Write(count: 2, limit: 2);
        using TemporaryFolder elsewhere = new();
        string moved = elsewhere.File("moved");
        Directory.Move(_folder.Path, moved);

        LayoutDataset layout = (LayoutDataset)DatasetReader.Read(Path.Combine(moved, "x.npy"), Options);

        Directory.Move(moved, _folder.Path);
        Assert.Equal(2, layout.Paths!.Count);
    }

    [Theory]
    [InlineData("gone", "photos: no longer there")]
    [InlineData("changed", "photos: not the data")]
    [InlineData("other positions", "describes another layout")]
    [InlineData("cut", "x.layout.json: damaged")]
    [InlineData("empty", "x.layout.json: damaged")]
    [InlineData("null", "x.layout.json: no description")]
    [InlineData("newer", "of version 2")]
    public void What_no_longer_fits_is_told_and_the_positions_are_shown(string what, string expected)
    {
        Write(count: 3, limit: null);
        string side = LayoutSource.PathFor(Positions);
        string text = File.ReadAllText(side);
        Action spoil = what switch
        {
            "gone" => () => Directory.Delete(Photos, recursive: true),
            "changed" => () => File.WriteAllBytes(Path.Combine(Photos, "a", "new.png"), Flat(8, 8, SKColors.Red)),
            "other positions" => () => LayoutWriter.Write(Positions, new Layout(3, 2, [9, 8, 7, 6, 5, 4])),
            "cut" => () => File.WriteAllText(side, text[..(text.Length / 2)]),
            "empty" => () => File.WriteAllText(side, ""),
            "null" => () => File.WriteAllText(side, "null"),
            _ => () => File.WriteAllText(side, text.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal)),
        };
        spoil();

        LayoutDataset layout = Read();

        Assert.Null(layout.Labels);
        Assert.Null(layout.OpenThumbnails());
        string warning = Assert.Single(layout.Warnings);
        Assert.Contains(expected, warning);
        Assert.EndsWith(": only positions are shown", warning);
    }

    [Fact]
    public void Two_side_files_that_name_each_other_end()
    {
        Write(count: 3, limit: null);
        string other = _folder.File("y.npy");
        LayoutWriter.Write(other, new Layout(3, 2, [1, 2, 3, 4, 5, 6]));
        LayoutSource.Write(other, Positions, Options, null);
        LayoutSource.Write(Positions, other, Options, null);

        Assert.NotNull(Read().Of);
    }

    private LayoutDataset Read() => (LayoutDataset)DatasetReader.Read(Positions, Options);

    private void Write(int count, int? limit)
    {
        foreach (string name in new[] { "a/1.png", "b/2.png", "b/3.png" })
        {
            string path = Path.Combine(Photos, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, Flat(8, 8, SKColors.Red));
        }

        LayoutWriter.Write(Positions, new Layout(count, 2, [.. Enumerable.Range(0, count * 2).Select(i => (float)i)]));
        string? side = LayoutSource.Write(Positions, Photos, new DatasetOptions { Limit = limit }, null);
        Assert.Equal(LayoutSource.PathFor(Positions), side);
        Assert.Contains("\"format\": \"gpucluster-layout\"", File.ReadAllText(side!, Encoding.UTF8));
    }
}
