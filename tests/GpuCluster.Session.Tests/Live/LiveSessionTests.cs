using System.Numerics;
using System.Runtime.CompilerServices;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Scene.Requests;
using GpuCluster.Session.Graphics;
using GpuCluster.Session.Live;

namespace GpuCluster.Session.Tests.Live;

/// <summary>A session without a window, on the device that draws.</summary>
public sealed class LiveSessionTests : IDisposable
{
    private const int Count = 50;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-session-");
    private readonly List<string> _said = [];
    private readonly AutoResetEvent _woken = new(initialState: false);

    [Fact]
    public void Every_request_reaches_the_cloud_and_the_next_frame_is_drawn()
    {
        using LiveSession session = Open(Colourings.Auto);
        session.Show(Prepared());
        session.Scene.Selection.Select(3);
        foreach (Type kind in typeof(SceneRequest).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(SceneRequest))))
            session.Scene.Ask(Make(kind));

        session.HandleRequests();
        session.Follow();
        Assert.True(session.HasQuit);
        Assert.True(session.Draw(seconds: 0.1).Result.IsDrawn);
        Assert.Contains(
            _said,
            text => text.StartsWith("saved ", StringComparison.Ordinal) && text.EndsWith(".gpc", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_session_that_a_signal_ends_keeps_nothing_where_nothing_was_changed()
    {
        using LiveSession session = Open(Colourings.Auto);
        Assert.Null(session.KeepLast(always: true));
        session.Show(Prepared());
        Assert.Null(session.KeepLast(always: false));
    }

    [Fact]
    public void A_cloud_that_cannot_be_shown_leaves_the_session_and_the_layout_as_they_were()
    {
        using LiveSession session = Open("mood");
        using PreparedLayout prepared = Prepared();
        UnusableInputException fault = Assert.Throws<UnusableInputException>(() => session.Show(prepared));
        Assert.Equal(Setting.Colouring, Assert.Single(fault.Remedies).Setting);
        Assert.Null(session.Cloud);
        Assert.True(session.Draw(seconds: 0.1).Result.IsDrawn);
    }

    public void Dispose()
    {
        _woken.Dispose();
        _folder.Delete(recursive: true);
    }

    private static SceneRequest Make(Type kind) =>
        kind.Name switch
        {
            nameof(SceneRequest.Steer) => new SceneRequest.Steer(new UmapOptions()),
            nameof(SceneRequest.SteerTsne) => new SceneRequest.SteerTsne(new TsneOptions()),
            nameof(SceneRequest.Continue) => new SceneRequest.Continue(3, new KeptLayout()),
            nameof(SceneRequest.Restart) => new SceneRequest.Restart(new KeptLayout()),
            nameof(SceneRequest.GoBack) => new SceneRequest.GoBack(new KeptLayout()),
            nameof(SceneRequest.Move) => new SceneRequest.Move([1], [Vector3.One]),
            nameof(SceneRequest.Pin) => new SceneRequest.Pin([1]),
            nameof(SceneRequest.OpenFile) => new SceneRequest.OpenFile("vanished.png"),
            nameof(SceneRequest.ShowFolder) => new SceneRequest.ShowFolder(Path.Combine("nowhere", "vanished.png")),
            nameof(SceneRequest.CopyText) => new SceneRequest.CopyText("a path"),
            nameof(SceneRequest.ChooseKept) => new SceneRequest.ChooseKept(
                [
                    [0, 1],
                ],
                KeepCriterion.Larger
            ),
            nameof(SceneRequest.Say) => new SceneRequest.Say("a message"),
            nameof(SceneRequest.CompareToText) => new SceneRequest.CompareToText("a cat"),
            _ => (SceneRequest)RuntimeHelpers.GetUninitializedObject(kind),
        };

    private static PreparedLayout Prepared()
    {
        Layout layout = new(Count, 3, [.. Enumerable.Range(0, Count * 3).Select(i => MathF.Sin(i))]);
        LayoutDataset points = new("points", layout, null);
        EmbeddingMatrix vectors = new(Count, 3, Enumerable.Range(0, Count * 3).Select(i => MathF.Sin(i)).ToArray());
        return new PreparedLayout(points, vectors, null, new FixedLayout(layout), null, "points");
    }

    private LiveSession Open(string colouring) =>
        new(
            window: null,
            new LiveSettings
            {
                Picture = new FrameSettings
                {
                    Width = 320,
                    Height = 200,
                    ColourBy = colouring,
                },
                OutDir = _folder.FullName,
            },
            new SessionContext(new Quiet(), _said.Add, fault => fault.Message, StartedAt: 0, TestContext.Current.CancellationToken),
            () => _woken.Set()
        );

    private sealed class Quiet : IRunProgress
    {
        public void Plan(params IReadOnlyList<PlannedStage> stages) { }

        public void Begin(string stage, string shape) { }

        public void Report(double fraction) { }

        public void Warn(string message) { }
    }
}
