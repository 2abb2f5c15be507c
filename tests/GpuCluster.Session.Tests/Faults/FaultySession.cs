using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Data;
using GpuCluster.Pipeline.Devices;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Session.Graphics;
using GpuCluster.Session.Live;
using GpuCluster.Session.Tests.Layouts;
using GpuCluster.Testing;
using GpuCluster.Vulkan.Instances;

namespace GpuCluster.Session.Tests.Faults;

/// <summary>A session with pictures over functions of Vulkan that can fail, driven as the window drives it.</summary>
internal sealed class FaultySession : IDisposable
{
    public const int Count = 40;
    private static readonly HostBackends Host = new();

    public FaultySession(FaultyVulkan vulkan, ISurfaceSource? window, string folder)
    {
        Session = new LiveSession(
            window,
            new LiveSettings
            {
                Picture = new FrameSettings { Width = 160, Height = 120 },
                OutDir = folder,
            },
            new SessionContext(new Quiet(), Said.Add, fault => fault.Message, StartedAt: 0, CancellationToken.None)
            {
                Graphics = vulkan.Options,
            },
            () => { }
        );
    }

    public LiveSession Session { get; }

    public List<string> Said { get; } = [];

    public FakeStepper Stepper { get; } = new(Count, 1_000_000);

    /// <summary>Shows a cloud of digits.</summary>
    public void Show()
    {
        LayoutPipeline pipeline = new(new LayoutSettings(), Host);
        string digits = Path.Combine(RepositoryRoot.Find(), "assets", "mnist");
        Dataset dataset = pipeline.Load(digits, new DatasetOptions { Limit = Count }, CancellationToken.None);
        float[] values = [.. Enumerable.Range(0, Count * 3).Select(i => MathF.Sin(i))];
        Session.Show(new PreparedLayout(dataset, new EmbeddingMatrix(Count, 3, values), null, Stepper, null, "digits"));
    }

    /// <summary>Draws a frame, and goes on with another device where that one is lost.</summary>
    public void Draw(Action? before = null)
    {
        try
        {
            before?.Invoke();
            Session.Follow();
            if (Session.Cloud is not null)
                Session.UpdatePanels(30);
            Session.Draw(seconds: 0.1, waitsForPictures: true);
            Session.FrameDrawn();
            Session.Cloud?.Layout.FrameDrawn();
            Session.HandleRequests();
        }
        catch (MachineFaultException fault)
        {
            if (!Session.TryGoOn(fault))
                throw;
        }
    }

    public void Dispose() => Session.Dispose();

    private sealed class Quiet : IRunProgress
    {
        public void Plan(params IReadOnlyList<PlannedStage> stages) { }

        public void Begin(string stage, string shape) { }

        public void Report(double fraction) { }

        public void Warn(string message) { }
    }
}
