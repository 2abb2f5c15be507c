using System.Diagnostics;
using GpuCluster.Core.Errors;
using GpuCluster.Panels.Drawing;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Session.Scenes;
using GpuCluster.Vulkan.Instances;

namespace GpuCluster.Session.Live;

/// <summary>What a session gets from the program that opens it: where messages go, and when to stop.</summary>
/// <param name="Progress">Receives stages and warnings.</param>
/// <param name="Say">Receives messages for the user; called on the thread that runs the session.</param>
/// <param name="Word">The text of an error for the user, with the program's names of the settings that help
/// (<see cref="IHasRemedies"/>).</param>
/// <param name="StartedAt">When the process started, as a <see cref="Stopwatch"/> time stamp.</param>
/// <param name="Cancellation">Ends the session.</param>
public sealed record SessionContext(
    IRunProgress Progress,
    Action<string> Say,
    Func<Exception, string> Word,
    long StartedAt,
    CancellationToken Cancellation
)
{
    /// <summary>How Vulkan is opened.</summary>
    public VulkanInstanceOptions Graphics { get; init; } = new();

    /// <summary>The language of what is drawn over the scene.</summary>
    public PanelWords Words { get; init; } = new();

    /// <summary>Keeps the scene of a window that ends before its user could save it; null: it is not kept.</summary>
    public SceneRescue? Rescue { get; init; }

    /// <summary>Seconds since the process started.</summary>
    public double SecondsSinceStart => Stopwatch.GetElapsedTime(StartedAt).TotalSeconds;
}
