namespace GpuCluster.Core.Similarity;

/// <summary>When samples belong to one group of near-duplicates.</summary>
public enum GroupLinkage
{
    /// <summary>Connected components: a chain of pairs leads from any member to any other.</summary>
    Connected,

    /// <summary>Stars: every member is near one of them, its centre.</summary>
    Star,
}
