using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Scene;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Selection;
using GpuCluster.Session.Files;
using GpuCluster.Session.Graphics;
using GpuCluster.Session.Live;
using GpuCluster.Session.Tests.Layouts;

namespace GpuCluster.Session.Tests.Live;

/// <summary>Tags, classes and filters as files: exported, read back, kept in a scene.</summary>
[Collection(nameof(ThreadsAlone))]
public sealed class MarksAndFilterTests : IDisposable
{
    private const int Count = 6;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-marks-");
    private readonly GraphicsDevice _graphics = GraphicsDevice.Create(window: null);

    public void Dispose()
    {
        _graphics.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Tags_and_classes_are_a_table_with_the_usual_heading()
    {
        using LiveCloud cloud = Make();
        cloud.Scene.Selection.Select(PointSet.Of(Count, 1, 4));
        cloud.Scene.Marks.Tag("to \"sort\", later");
        cloud.Scene.Selection.Select(0);
        cloud.Scene.Marks.Relabel("dog");
        string file = new SceneSaver(new OutFolder(_folder.FullName)).ExportMarks(cloud);
        Assert.Equal("tags-001.csv", Path.GetFileName(file));
        Assert.Equal(
            [
                "index,label,tag,new_label",
                "0,cat,,dog",
                "1,cat,\"to \"\"sort\"\", later\",",
                "2,cat,,",
                "3,dog,,",
                "4,dog,\"to \"\"sort\"\", later\",",
                "5,,,",
            ],
            File.ReadAllLines(file)
        );
    }

    [Fact]
    public void Where_files_cannot_be_written_one_message_says_so_and_nothing_is_lost()
    {
        string file = Path.Combine(_folder.FullName, "file");
        File.WriteAllText(file, "");
        using LiveCloud cloud = Make();
        cloud.Scene.Selection.Select(1);
        cloud.Scene.Marks.Tag("keep");
        List<string> messages = [];
        using Panels.PanelDesk desk = new(cloud.Scene);
        RequestHandler handler = new(desk, new SceneSaver(new OutFolder(Path.Combine(file, "out"))), messages.Add);
        handler.Handle(cloud, new SceneRequest.ExportMarks());
        Assert.StartsWith("not saved: ", Assert.Single(messages), StringComparison.Ordinal);
        Assert.Contains(file, messages[0], StringComparison.Ordinal);
        Assert.Equal("keep", cloud.Scene.Marks.Marks.Tags[1]);
        Assert.True(cloud.Scene.Actions.HasUnsaved);
    }

    [Fact]
    public void Without_marks_there_is_nothing_to_export()
    {
        using LiveCloud cloud = Make();
        UnusableInputException fault = Assert.Throws<UnusableInputException>(() =>
            new SceneSaver(new OutFolder(_folder.FullName)).ExportMarks(cloud)
        );
        Assert.Equal("nothing is tagged: Alt+1–9 tags the selection", fault.Message);
    }

    [Fact]
    public void A_scene_file_keeps_tags_classes_verdicts_and_the_filter()
    {
        string file = Path.Combine(_folder.FullName, "x.gpc");
        using (LiveCloud cloud = Make())
        {
            SceneState scene = cloud.Scene;
            scene.Selection.Select(PointSet.Of(Count, 1, 4));
            scene.Marks.Tag("mine");
            scene.Marks.Relabel("bird");
            scene.Marks.Decide(2, name: null, next: null);
            scene.Selection.Select(PointSet.Of(Count, 1, 2, 4));
            scene.Filters.TryAdd("selected", out _);
            scene.Filters.TryAdd("tag = mine", out _);
            scene.Filters.IsHiding = true;
            scene.Selection.Clear();
            SceneFileWriter.Write(file, cloud.Keep(file));
        }

        using LiveCloud again = Make(file);
        Assert.Equal([1, 4], again.Scene.Filters.Passing!.ToArray());
        Assert.Equal(["selected", "tag = mine"], again.Scene.Filters.Chips.Select(chip => chip.Text));
        Assert.Equal([1, 2, 4], again.Scene.Filters.Chips[0].Points.ToArray());
        Assert.True(again.Scene.Filters.IsHiding);
        Assert.Equal("mine", again.Scene.Marks.Marks.Tags[4]);
        Assert.Equal("bird", again.Scene.Marks.ClassOf(1));
        Assert.Equal([2], again.Scene.Marks.Marks.Confirmed.ToArray());
        Assert.Contains("mine", again.Scene.Marks.Slots);
        Assert.False(again.Scene.Actions.HasUnsaved);
    }

    /// <summary>To find them again may take long, and a cluster of another run has another number.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_scene_file_keeps_clusters_near_duplicates_and_the_colours_that_were_chosen(bool isByLook)
    {
        string file = Path.Combine(_folder.FullName, "x.gpc");
        int[] clusterOf = [.. Enumerable.Range(0, Count).Select(sample => (sample % 4) - 1)];
        SimilarityGroups groups = new(
            0.9f,
            GroupLinkage.Connected,
            [.. Enumerable.Range(0, Count).Select(sample => sample is 2 or 5 ? 0 : -1)],
            [new SimilarityGroup([5, 2], 0.93f, float.NaN) { IsMinExact = false }]
        )
        {
            IsByLook = isByLook,
        };
        using (LiveCloud cloud = Make())
        {
            cloud.Scene.Similarity.Restore(groups);
            cloud.Scene.Colours.SetClusters(clusterOf, ["cats", "dogs", "owls"]);
            cloud.Scene.Selection.Select(3);
            SceneFileWriter.Write(file, cloud.Keep(file));
        }

        using LiveCloud again = Make(file);
        Assert.Equal(clusterOf, again.Scene.Colours.ClusterOf);
        Assert.Equal(["cats", "dogs", "owls"], again.Scene.Colours.ClusterNames);
        SimilarityGroups found = again.Scene.Similarity.Groups!;
        Assert.Equal((0.9f, GroupLinkage.Connected, isByLook), (found.MinCosine, found.Linkage, found.IsByLook));
        Assert.Equal(groups.GroupOf, found.GroupOf);
        SimilarityGroup group = Assert.Single(found.Groups);
        Assert.Equal([5, 2], group.Members);
        Assert.Equal((0.93f, float.NaN, false), (group.MinCosine, group.MeanCosine, group.IsMinExact));
        Assert.Equal(isByLook ? 0.95f : 0.9f, again.Scene.Similarity.MinCosine);
        Assert.Equal(ColourModel.Cluster, again.Scene.Colours.Current);
        Assert.False(again.Scene.Colours.FollowsSimilarity);
    }

    [Fact]
    public void A_filter_from_the_command_line_is_checked()
    {
        using LiveCloud cloud = Make(filter: "class = dog");
        Assert.Equal([3, 4], cloud.Scene.Filters.Passing!.ToArray());
        UnusableInputException fault = Assert.Throws<UnusableInputException>(() => Make(filter: "klass = dog"));
        Assert.StartsWith(
            "filter 'klass = dog': character 1: there is no column 'klass'; there are class,",
            fault.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(Setting.Filter, Assert.Single(fault.Remedies).Setting);
    }

    private LiveCloud Make(string? file = null, string? filter = null)
    {
        float[] values = [.. Enumerable.Range(0, Count * 3).Select(i => MathF.Sin(i))];
        LayoutDataset points = new("points", new Layout(Count, 3, values), null)
        {
            Labels = new SampleLabels([0, 0, 0, 1, 1, -1], ["cat", "dog"]),
        };
        PreparedLayout prepared = new(points, new EmbeddingMatrix(Count, 3, values), null, new FakeStepper(Count, 0), null, "points");
        if (file is not null)
            prepared = prepared with { Kept = new OpenedScene(file, SceneFileReader.Read(file)) };
        LiveSettings settings = new()
        {
            Picture = new FrameSettings
            {
                Width = 320,
                Height = 200,
                ColourBy = Colourings.Auto,
                Filter = filter,
            },
            Paced = false,
            OutDir = "",
        };
        try
        {
            return new LiveCloud(prepared, _graphics.Device, settings, fault => fault.Message, () => { });
        }
        catch
        {
            prepared.Dispose();
            throw;
        }
    }
}
