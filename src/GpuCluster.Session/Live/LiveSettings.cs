using GpuCluster.Session.Graphics;

namespace GpuCluster.Session.Live;

/// <summary>How a live window behaves.</summary>
public sealed record LiveSettings
{
    public required FrameSettings Picture { get; init; }

    /// <summary>At most one epoch for each drawn frame, so that people can watch.</summary>
    public bool Paced { get; init; } = true;

    /// <summary>Closes the window once the last epoch has been shown.</summary>
    public bool ClosesWhenFinished { get; init; }

    /// <summary>What the data is called while it is read; empty: not shown.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Whether the keys to start with are shown until the first key or click.</summary>
    public bool ShowsHint { get; init; } = true;

    /// <summary>Shown and reported with the first picture of the cloud; empty: nothing.</summary>
    public string Notice { get; init; } = string.Empty;

    /// <summary>What the user named as the data: a scene that is kept of it is found by this.</summary>
    public string DataPath { get; init; } = string.Empty;

    /// <summary>Whether the data is a scene that was kept because its window ended: it is not saved until its user saves it.</summary>
    public bool IsRescued { get; init; }

    /// <summary>Where a socket for other programs is; null: there is none.</summary>
    public string? Listen { get; init; }

    /// <summary>Where saved pictures go.</summary>
    public required string OutDir { get; init; }
}
