namespace GpuCluster.Data;

/// <summary>What a sample of an annotated set of images is.</summary>
public enum SampleKind
{
    /// <summary>An image.</summary>
    Images,

    /// <summary>An object that a box marks in an image.</summary>
    Objects,
}
