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

    /// <summary>Where saved pictures go.</summary>
    public required string OutDir { get; init; }
}
