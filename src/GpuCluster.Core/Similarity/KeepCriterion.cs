namespace GpuCluster.Core.Similarity;

/// <summary>One property by which one of several near-duplicates is kept.</summary>
public enum KeepCriterion
{
    /// <summary>The most pixels.</summary>
    Larger,

    /// <summary>The most bytes.</summary>
    Bytes,

    /// <summary>The sharpest, at one size for all; those within a tenth of the sharpest are equal.</summary>
    Sharper,

    /// <summary>The format nearest to what the camera wrote: HEIC before JPEG.</summary>
    Format,

    /// <summary>The file that was changed the longest time ago.</summary>
    Older,

    /// <summary>The folder that comes first in the data.</summary>
    Folder,

    /// <summary>The first in the data.</summary>
    First,

    /// <summary>The centre of a star, which is near to all others.</summary>
    Centre,
}
