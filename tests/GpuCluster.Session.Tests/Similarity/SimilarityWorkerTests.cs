using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;
using GpuCluster.Compute.Host.Copies;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Scene;
using GpuCluster.Scene.Matrix;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Session.Similarity;
using GpuCluster.Testing;

namespace GpuCluster.Session.Tests.Similarity;

/// <summary>The worker with a scene and without a window: the test's thread is the frame thread.</summary>
public sealed class SimilarityWorkerTests
{
    private const int Count = 300;
    private readonly EmbeddingMatrix _embedding = Rays();
    private readonly SceneState _scene = new(new SampleFacts(Count));
    private readonly List<string> _warnings = [];
    private Func<CancellationToken, SampleLabels>? _words;
    private Func<IStageProgress, CancellationToken, FoundCopies>? _look;
    private Func<ITextEmbedder> _openTexts = () => throw new UnusableInputException("pixels know no texts");

    [Fact]
    public void The_focus_is_compared_with_all_samples()
    {
        using SimilarityWorker worker = Worker(() => new HostCosineSimilarity(_embedding, 2));
        _scene.Selection.Select(17);
        _scene.Similarity.FollowFocus();
        Until(worker, () => _scene.Similarity.Sample == 17);
        Assert.Equal(1, _scene.Similarity.Cosines[17]);
        Assert.Equal(Count, _scene.Similarity.Cosines.Length);
    }

    [Fact]
    public void A_text_is_compared_with_all_samples()
    {
        int opened = 0;
        DegreeTexts texts = new(2);
        _openTexts = () =>
        {
            opened++;
            return texts;
        };
        using (SimilarityWorker worker = Worker(() => new HostCosineSimilarity(_embedding, 2)))
        {
            foreach (int degrees in new[] { 12, 40 })
            {
                _scene.Similarity.CompareToText($"{degrees}");
                Until(worker, () => !_scene.Similarity.IsWaiting);
                Assert.Null(_scene.Similarity.TextFault);
                Assert.Equal(degrees * 5, _scene.Similarity.Nearest[0].Sample);
                Assert.Equal(Math.Cos(degrees * Math.PI / 180), _scene.Similarity.Cosines[0], 1e-5);
            }
        }

        Assert.Equal(1, opened);
        Assert.True(texts.IsDisposed);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_text_that_has_no_answer_says_why_and_samples_are_compared_all_the_same()
    {
        using SimilarityWorker worker = Worker(() => new HostCosineSimilarity(_embedding, 2));
        _scene.Similarity.CompareToText("seven");
        Until(worker, () => _scene.Similarity.TextFault is not null);
        Assert.Contains("pixels know no texts", _scene.Similarity.TextFault, StringComparison.Ordinal);

        _openTexts = () => new DegreeTexts(3);
        _scene.Similarity.CompareToText("12");
        Until(worker, () => _scene.Similarity.TextFault is not null);
        Assert.Contains("3 features", _scene.Similarity.TextFault, StringComparison.Ordinal);

        _scene.Selection.Select(17);
        _scene.Similarity.FollowFocus();
        Until(worker, () => _scene.Similarity.Sample == 17);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Groups_are_found_regrouped_at_another_threshold_and_measured()
    {
        using SimilarityWorker worker = Worker(() => new HostCosineSimilarity(_embedding, 2));
        foreach (
            (float minCosine, GroupLinkage linkage) in new[]
            {
                (0.999f, GroupLinkage.Connected),
                (0.95f, GroupLinkage.Star),
                (0.2f, GroupLinkage.Connected),
            }
        )
        {
            _scene.Similarity.FindGroups(minCosine, linkage);
            Until(
                worker,
                () =>
                    _scene.Similarity.Groups is { } groups
                    && groups.MinCosine == minCosine
                    && groups.Linkage == linkage
                    && !groups.Groups.Any(group => float.IsNaN(group.MeanCosine))
            );
            Assert.NotEmpty(_scene.Similarity.Groups!.Groups);
            Assert.False(_scene.Similarity.IsGrouping);
        }

        // Neighbouring rays are a fifth of a degree apart: all hang together.
        Assert.Equal(Count, _scene.Similarity.Groups!.Groups[0].Members.Length);
    }

    /// <summary>The groups are those of the search itself, which runs once for both ways to group.</summary>
    [Fact]
    public void Pictures_are_compared_by_look_once_and_by_cosine_where_that_is_asked_for()
    {
        int looked = 0;
        FoundCopies copies = Copies();
        _look = (progress, _) =>
        {
            looked++;
            progress.Begin("pairs", "");
            progress.Report(0.43);
            return copies;
        };
        _scene.Similarity.CanLook = true;
        using SimilarityWorker worker = Worker(() => new HostCosineSimilarity(_embedding, 2));
        foreach (GroupLinkage linkage in new[] { GroupLinkage.Star, GroupLinkage.Connected })
        {
            _scene.Similarity.FindGroupsByLook(linkage);
            Until(worker, () => !_scene.Similarity.IsGrouping);
            Assert.Equal(linkage == GroupLinkage.Star ? "pairs 43 %" : "", _scene.Similarity.GroupingProgress);
            SimilarityGroups found = _scene.Similarity.Groups!;
            Assert.Equal((true, linkage), (found.IsByLook, found.Linkage));
            Assert.Equal(copies.Group(linkage).Groups.Select(each => each.Group.Members), found.Groups.Select(group => group.Members));
            Assert.Equal(found.Groups[0].Members, Enumerable.Range(0, Count).Where(sample => found.GroupOf[sample] == 0));
        }

        Assert.Equal(1, looked);
        _scene.Similarity.FindGroups(0.999f, GroupLinkage.Star);
        Until(worker, () => !_scene.Similarity.IsGrouping);
        Assert.False(_scene.Similarity.Groups!.IsByLook);
        _scene.Similarity.FindGroupsByLook(GroupLinkage.Star);
        Until(worker, () => !_scene.Similarity.IsGrouping);
        Assert.True(_scene.Similarity.Groups!.IsByLook);
        Assert.Equal(1, looked);
    }

    [Fact]
    public void A_search_by_look_that_is_no_longer_wanted_is_cancelled()
    {
        using ManualResetEventSlim began = new();
        bool isCancelled = false;
        _look = (_, cancellation) =>
        {
            began.Set();
            isCancelled = cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(20));
            throw new OperationCanceledException(cancellation);
        };
        _scene.Similarity.CanLook = true;
        using SimilarityWorker worker = Worker(() => new HostCosineSimilarity(_embedding, 2));
        _scene.Similarity.FindGroupsByLook(GroupLinkage.Star);
        Until(worker, () => began.IsSet);
        _scene.Similarity.FindGroups(0.999f, GroupLinkage.Star);
        Until(worker, () => !_scene.Similarity.IsGrouping);
        Assert.True(isCancelled);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_search_by_look_that_fails_says_why_and_is_over()
    {
        _look = (_, _) => throw new MachineFaultException("the disk is gone");
        _scene.Similarity.CanLook = true;
        using SimilarityWorker worker = Worker(() => new HostCosineSimilarity(_embedding, 2));
        _scene.Similarity.FindGroupsByLook(GroupLinkage.Star);
        Until(worker, () => !_scene.Similarity.IsGrouping);
        Assert.Equal(["groups could not be found: the disk is gone"], _warnings);
    }

    [Fact]
    public void Clusters_are_named_by_words_that_a_model_assigns()
    {
        int assigned = 0;
        _words = _ =>
        {
            assigned++;
            return new SampleLabels([.. Enumerable.Range(0, Count).Select(sample => sample < Count / 2 ? 0 : 1)], ["east", "north"]);
        };
        using SimilarityWorker worker = Worker(() => new HostCosineSimilarity(_embedding, 2));
        foreach (int clusters in new[] { 2, 3 })
        {
            worker.FindClusters(clusters);
            Until(worker, () => _scene.Colours.Categories?.Legend.Entries.Count >= clusters);
            Assert.All(
                _scene.Colours.Categories!.Legend.Entries,
                entry =>
                    Assert.True(
                        entry.Name.StartsWith("east", StringComparison.Ordinal) || entry.Name.StartsWith("north", StringComparison.Ordinal)
                    )
            );
        }

        Assert.Equal(1, assigned);
    }

    [Fact]
    public void Words_that_no_model_can_assign_leave_clusters_their_own_names_with_one_warning()
    {
        _words = _ => throw new UnusableInputException("another model made the vectors");
        using SimilarityWorker worker = Worker(() => new HostCosineSimilarity(_embedding, 2));
        foreach (int clusters in new[] { 2, 3 })
        {
            worker.FindClusters(clusters);
            Until(worker, () => _scene.Colours.Categories?.Legend.Entries.Count >= clusters);
        }

        Assert.Equal(["clusters are named by labels, not by words: another model made the vectors"], _warnings);
    }

    [Fact]
    public void Clusters_colour_the_cloud()
    {
        using SimilarityWorker worker = Worker(() => new HostCosineSimilarity(_embedding, 2));
        worker.FindClusters(4);
        Until(worker, () => _scene.Colours.Current == Scene.Colouring.ColourModel.Cluster);
        Assert.Equal(4, _scene.Colours.Legend.Entries.Count);
    }

    [Fact]
    public void Dense_clusters_of_what_is_shown_are_called_by_their_labels()
    {
        SceneState scene = new(
            new SampleFacts(Count) { Labels = new SampleLabels([.. Enumerable.Range(0, Count).Select(i => i % 3)], ["猫", "dog", "owl"]) }
        );
        Random random = new(2);
        scene.UpdatePositions(
            TestPositions.Of(
                Count,
                positions =>
                {
                    for (int i = 0; i < positions.Length; i++)
                        positions[i] = new Vector4((20 * (i % 3)) + random.NextSingle(), random.NextSingle(), random.NextSingle(), 0);
                }
            )
        );
        using SimilarityWorker worker = Worker(() => new HostCosineSimilarity(_embedding, 2));

        worker.FindDenseClusters();

        Until(worker, () => scene.Colours.Current == Scene.Colouring.ColourModel.Cluster, scene);
        Assert.Equal(
            ["dog · 100 %", "owl · 100 %", "猫 · 100 %"],
            scene.Colours.Legend.Entries.Where(entry => entry.Count > 80).Select(entry => entry.Name).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_shown_matrix_gets_all_its_tiles()
    {
        using SimilarityWorker worker = Worker(() => new HostCosineSimilarity(_embedding, 2));
        _scene.Matrix.IsShown = true;
        byte[] picture = new byte[4 * 320 * 320];
        Until(
            worker,
            () =>
            {
                _scene.Matrix.Draw(320, 320, picture);
                return _scene.Matrix.Wishes.Count == 0;
            }
        );
        MatrixHover hover = _scene.Matrix.HoverAt(100, 250)!.Value;
        Assert.True(hover.IsPair);
        Assert.Equal(Math.Cos((hover.RowSample - hover.ColumnSample) * 0.2 * Math.PI / 180), hover.Cosine!.Value, 1e-5);
    }

    [Fact]
    public void A_device_without_memory_is_left_for_the_host_with_a_warning()
    {
        using SimilarityWorker worker = Worker(() => throw new MachineFaultException("no room"));
        _scene.Selection.Select(3);
        _scene.Similarity.FollowFocus();
        Until(worker, () => _scene.Similarity.Sample == 3);
        lock (_warnings)
        {
            Assert.Contains("no room", Assert.Single(_warnings), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_starts_nothing_before_it_is_asked_and_stops_in_the_midst_of_work()
    {
        using (SimilarityWorker idle = Worker(() => throw new InvalidOperationException("asked for nothing")))
        {
            idle.Deliver(_scene);
            idle.CompareTo(null);
        }

        Assert.Empty(_warnings);
        SimilarityWorker busy = Worker(() => new HostCosineSimilarity(_embedding, 1));
        busy.CompareTo(1);
        busy.FindGroups(-1, GroupLinkage.Connected);
        busy.Dispose();
    }

    /// <summary>Unit vectors a fifth of a degree apart, so that each cosine is known.</summary>
    private static EmbeddingMatrix Rays() =>
        new(
            Count,
            2,
            Enumerable
                .Range(0, Count)
                .SelectMany(i => new[] { (float)Math.Cos(i * 0.2 * Math.PI / 180), (float)Math.Sin(i * 0.2 * Math.PI / 180) })
                .ToArray()
        );

    // Pictures 3, 8 and 9 are one file; all others are of one colour, which shows nothing to compare.
    private static FoundCopies Copies()
    {
        ReadOnlyMemory<byte>[] pixels = new ReadOnlyMemory<byte>[Count];
        Array.Fill(pixels, new byte[32 * 32 * 3]);
        int[] sameContent = [.. Enumerable.Range(0, Count)];
        sameContent[8] = sameContent[9] = 3;
        return new CopySearch(1).Find(pixels, new NoImages(), sameContent, NoProgress.Instance, CancellationToken.None);
    }

    private SimilarityWorker Worker(Func<ICosineSimilarity> create) =>
        new(_embedding, create, () => _openTexts(), _words, _look, 2, 0, Warn, fault => fault.Message, () => { });

    private void Warn(string message)
    {
        lock (_warnings)
        {
            _warnings.Add(message);
        }
    }

    /// <summary>Frames, until it is so.</summary>
    private void Until(SimilarityWorker worker, Func<bool> isSo, SceneState? scene = null)
    {
        long began = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Assert.True(Stopwatch.GetElapsedTime(began).TotalSeconds < 30, "it does not come");
            while (_scene.TryNextRequest(out SceneRequest? request))
            {
                switch (request)
                {
                    case SceneRequest.CompareTo compare:
                        worker.CompareTo(compare.Sample);
                        break;
                    case SceneRequest.CompareToText compare:
                        worker.CompareToText(compare.Text);
                        break;
                    case SceneRequest.FindGroups groups:
                        worker.FindGroups(groups.MinCosine, groups.Linkage);
                        break;
                    default:
                        Assert.Fail($"unexpected: {request}");
                        break;
                }
            }

            worker.Deliver(scene ?? _scene);
            Thread.Sleep(1);
        }
    }

    /// <summary>Pictures that are not asked for.</summary>
    private sealed class NoImages : IImageSource
    {
        public int Count => SimilarityWorkerTests.Count;

        public string NameOf(int index) => $"{index}";

        public bool TryHash(int index, Span<byte> hash, [NotNullWhen(false)] out string? reason) => throw new UnreachableException();

        public bool TryRead(
            int index,
            int wanted,
            [NotNullWhen(true)] out DecodedImage? picture,
            [NotNullWhen(false)] out string? reason
        ) => throw new UnreachableException();
    }

    /// <summary>Takes a text for an angle in degrees.</summary>
    private sealed class DegreeTexts(int columns) : ITextEmbedder
    {
        public int Columns => columns;

        public bool IsDisposed { get; private set; }

        public EmbeddingMatrix Embed(IReadOnlyList<string> texts, CancellationToken cancellation) =>
            new(
                texts.Count,
                columns,
                texts.SelectMany(text => Direction(double.Parse(text, CultureInfo.InvariantCulture) * Math.PI / 180)).ToArray()
            );

        public void Dispose() => IsDisposed = true;

        private IEnumerable<float> Direction(double angle) =>
            [(float)Math.Cos(angle), (float)Math.Sin(angle), .. Enumerable.Repeat(0f, columns - 2)];
    }
}
