using GpuCluster.Scene.Colouring;

namespace GpuCluster.Panels.Status;

/// <summary>The content of the overlay. Immutable; the caller may create it as often as it likes.</summary>
public sealed record OverlayStatus
{
    /// <summary>What the data is called; empty: not shown.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>What samples are compared by, for example "512 features by tiny-clip"; empty: not shown.</summary>
    public string Features { get; init; } = string.Empty;

    /// <summary>The number of samples; 0 while it is not known.</summary>
    public int Count { get; init; }

    /// <summary>What is laid out and how, for example "UMAP, 3-D, euclidean"; empty: not shown.</summary>
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

    /// <summary>While loading: how many items the stage works on; 0: not known.</summary>
    public int StageItems { get; init; }

    /// <summary>While loading: items a second; 0 while it is not known.</summary>
    public double ItemsPerSecond { get; init; }

    /// <summary>A temporary message, such as where a picture was saved; empty for none.</summary>
    public string Message { get; init; } = string.Empty;

    /// <summary>Whether a user can press keys; pictures and films show no key hints.</summary>
    public bool ReceivesKeys { get; init; } = true;

    /// <summary>Whether the help page is shown.</summary>
    public bool ShowsHelp { get; init; }

    /// <summary>What the colours mean; null hides the legend.</summary>
    public Legend? Legend { get; init; }

    /// <summary>Pixels per unit of the desktop: 2 on a typical high-density display.</summary>
    public float Scale { get; init; } = 1;
}
