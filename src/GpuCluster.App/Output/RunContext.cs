using GpuCluster.App.Texts;
using GpuCluster.Session.Live;
using GpuCluster.Session.Scenes;

namespace GpuCluster.App.Output;

/// <summary>What a command needs of the world around it: where results and messages go, and when to stop.</summary>
/// <param name="Out">Standard output: results only.</param>
/// <param name="Progress">Standard error: stages, warnings, messages.</param>
/// <param name="Json">One JSON object on one line instead of text.</param>
/// <param name="StartedAt">When the process started, as a <see cref="System.Diagnostics.Stopwatch"/> time stamp.</param>
/// <param name="Cancellation">Ctrl-C or a polite kill.</param>
internal sealed record RunContext(TextWriter Out, ConsoleProgress Progress, bool Json, long StartedAt, CancellationToken Cancellation)
{
    /// <summary>Keeps the scene of a window that ends before its user could save it.</summary>
    public SceneRescue Rescue { get; init; } = new();

    /// <summary>The language of what people read.</summary>
    public required Language Language { get; init; }

    /// <summary>The same for a session of scene and pictures, which knows no console and no options.</summary>
    public SessionContext ForSession =>
        new(Progress, Progress.Say, OptionNames.Worded, StartedAt, Cancellation) { Rescue = Rescue, Words = Language.Panels };

    /// <summary>Seconds since the process started.</summary>
    public double SecondsSinceStart => System.Diagnostics.Stopwatch.GetElapsedTime(StartedAt).TotalSeconds;
}
