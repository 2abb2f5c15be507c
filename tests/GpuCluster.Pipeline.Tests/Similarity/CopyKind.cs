namespace GpuCluster.Pipeline.Tests.Similarity;

/// <summary>How a copy was made of its original.</summary>
public enum CopyKind
{
    /// <summary>The picture itself.</summary>
    Original,

    /// <summary>JPEG of quality 40.</summary>
    Recompressed,

    /// <summary>Half as wide and high.</summary>
    Halved,

    /// <summary>Without 5 % at each side.</summary>
    Cropped,

    /// <summary>Every value times 1.2, at most 255.</summary>
    Brightened,
}
