namespace GpuCluster.Core.Samples;

/// <summary>What a thumbnail shows.</summary>
public enum ThumbnailState
{
    /// <summary>The sample's own picture.</summary>
    Ready,

    /// <summary>A marked tile: the file is no longer there.</summary>
    Missing,

    /// <summary>A marked tile: the file cannot be decoded.</summary>
    Damaged,
}
