using GpuCluster.Scene.Colouring;

namespace GpuCluster.Panels.Status;

/// <summary>What the overlay tells. Immutable; made anew as often as the caller likes.</summary>
public sealed record OverlayStatus
{
    /// <summary>The number of samples; 0 while it is not known.</summary>
    public int Count { get; init; }

    /// <summary>What is laid out and how, for example "UMAP, 3-D, euclidean"; empty: nothing is said.</summary>
    public string Method { get; init; } = string.Empty;

    /// <summary>Epochs done.</summary>
    public int Epoch { get; init; }

    /// <summary>Epochs in all; 0 where nothing is being optimised, as in a finished layout that was loaded.</summary>
    public int Epochs { get; init; }

    /// <summary>Milliseconds an epoch takes; 0 while it is not known.</summary>
    public double MillisecondsPerEpoch { get; init; }

    /// <summary>Frames drawn a second; 0 while it is not known.</summary>
    public double FramesPerSecond { get; init; }

    /// <summary>The device's name.</summary>
    public string Device { get; init; } = string.Empty;

    public RunState State { get; init; }

    /// <summary>While loading: the stage's name, as IStageProgress has it.</summary>
    public string Stage { get; init; } = string.Empty;

    /// <summary>While loading: the shape of the tensor that the stage makes.</summary>
    public string StageShape { get; init; } = string.Empty;

    /// <summary>While loading: the share of the stage that is done, 0 to 1.</summary>
    public double StageFraction { get; init; }

    /// <summary>Something to tell for a while, such as where a picture was saved; empty: nothing.</summary>
    public string Message { get; init; } = string.Empty;

    /// <summary>Whether somebody can press keys: a picture or a film names none.</summary>
    public bool HearsKeys { get; init; } = true;

    /// <summary>Whether the keys are explained.</summary>
    public bool ShowsHelp { get; init; }

    /// <summary>What the colours mean; null hides the legend.</summary>
    public Legend? Legend { get; init; }

    /// <summary>Pixels per unit of the desktop: 2 on a typical high-density display.</summary>
    public float Scale { get; init; } = 1;
}
