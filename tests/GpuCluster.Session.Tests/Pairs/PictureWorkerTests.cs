using System.Diagnostics;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Scene;
using GpuCluster.Scene.Pairs;
using GpuCluster.Scene.Samples;
using GpuCluster.Scene.Selection;
using GpuCluster.Session.Pairs;
using SkiaSharp;

namespace GpuCluster.Session.Tests.Pairs;

/// <summary>The worker with a scene and without a window: the test's thread is the frame thread.</summary>
public sealed class PictureWorkerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-pair-");
    private readonly List<string> _told = [];
    private readonly ImageFileDataset _photos;
    private readonly SceneState _scene;

    public PictureWorkerTests()
    {
        string[] files = [Draw("a.png", 30, 20, 100), Draw("b.png", 60, 40, 110), Draw("c.png", 30, 20, 100), Draw("d.png", 30, 20, 0)];
        _photos = new ImageFileDataset("photos", files, null);
        _scene = new SceneState(new SampleFacts(files.Length) { Paths = files });
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Both_pictures_come_whole_with_their_facts_and_their_difference()
    {
        using PictureWorker worker = Worker();
        Compare(worker, 0, 1);
        Until(worker, () => _scene.Pair.Content.Difference is not null);
        PairContent content = _scene.Pair.Content;
        Assert.Equal((30, 20, "PNG"), (content.Left!.Width, content.Left.Height, content.Left.Format));
        Assert.Equal((60, 40), (content.Right!.Whole!.Width, content.Right.Whole.Height));
        Assert.Equal(new FileInfo(_photos.Files[1]).Length, content.Right.Bytes);
        Assert.Equal((60, 40), (content.Difference!.Whole.Width, content.Difference.Whole.Height));
        Assert.Equal((10, 10), (content.Difference.Mean, content.Difference.Max));
    }

    [Fact]
    public void What_vanished_or_broke_since_says_so_in_its_place_and_the_other_is_shown()
    {
        File.Delete(_photos.Files[0]);
        File.WriteAllText(_photos.Files[2], "broken");
        using PictureWorker worker = Worker();
        Compare(worker, 0, 1);
        Until(worker, () => _scene.Pair.Content.Right is not null);
        Assert.Equal("cannot be shown: no such file", _scene.Pair.Content.Left!.Fault);
        Assert.NotNull(_scene.Pair.Content.Right!.Whole);
        Compare(worker, 1, 2);
        Until(worker, () => _scene.Pair.Content.Right is not null);
        Assert.StartsWith("cannot be shown: ", _scene.Pair.Content.Right!.Fault, StringComparison.Ordinal);
        Assert.Null(_scene.Pair.Content.Difference);
    }

    [Fact]
    public void Of_pairs_in_quick_succession_the_last_is_shown_and_closing_drops_all()
    {
        using PictureWorker worker = Worker();
        for (int i = 0; i < 30; i++)
            Compare(worker, i % 3, 3);
        Until(worker, () => _scene.Pair.Content.Difference is not null);
        Assert.Equal((2, 3), (_scene.Pair.Left, _scene.Pair.Right));
        Assert.Equal(100, _scene.Pair.Content.Difference!.Max);
        _scene.Pair.Close();
        worker.Compare(null);
        worker.Deliver(_scene);
        Assert.Same(PairContent.Empty, _scene.Pair.Content);
    }

    [Fact]
    public void Data_without_pictures_says_so()
    {
        using PictureWorker worker = new(
            new EmbeddingDataset("v", new Core.Embeddings.EmbeddingMatrix(4, 1, new float[4]), null),
            1,
            _told.Add,
            fault => fault.Message,
            () => { }
        );
        Compare(worker, 0, 1);
        Until(worker, () => _scene.Pair.Content.Right is not null);
        Assert.Equal("this data has no picture files", _scene.Pair.Content.Left!.Fault);
    }

    [Fact]
    public void The_better_of_each_group_is_tagged_and_the_message_counts()
    {
        using PictureWorker worker = Worker();
        worker.Choose(
            [
                [0, 1],
                [3, 2],
            ],
            KeepCriterion.Larger
        );
        Until(worker, () => _scene.Marks.Marks.Tags[1] is not null);
        Assert.Equal(["remove", "keep"], Enumerable.Range(0, 2).Select(sample => _scene.Marks.Marks.Tags[sample]));
        Assert.Single(new[] { 2, 3 }, sample => _scene.Marks.Marks.Tags[sample] == "keep");
        SpinWait.SpinUntil(() => _told.Count > 0, TimeSpan.FromSeconds(30));
        Assert.StartsWith("tagged 2 samples keep and 2 samples remove; ", Assert.Single(_told), StringComparison.Ordinal);
    }

    private PictureWorker Worker() => new(_photos, 2, _told.Add, fault => fault.Message, () => { });

    private void Compare(PictureWorker worker, int left, int right)
    {
        _scene.Pair.Close();
        _scene.Selection.Select(right);
        _scene.Selection.Select(left, SelectionChange.Add);
        Assert.True(_scene.Pair.Toggle());
        worker.Compare((left, right));
    }

    private void Until(PictureWorker worker, Func<bool> isSo)
    {
        long began = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "nothing came");
            worker.Deliver(_scene);
            Thread.Sleep(1);
        }
    }

    private string Draw(string name, int width, int height, byte grey)
    {
        string path = Path.Combine(_folder.FullName, name);
        using SKBitmap picture = new(width, height);
        picture.Erase(new SKColor(grey, grey, grey));
        File.WriteAllBytes(path, picture.Encode(SKEncodedImageFormat.Png, 100).ToArray());
        return path;
    }
}
