namespace GpuCluster.Data.Images;

/// <summary>The background behind transparent pixels.</summary>
public enum ImageGround
{
    /// <summary>Nothing: alpha is kept.</summary>
    Transparent,

    /// <summary>White paper: every pixel comes out opaque.</summary>
    White,
}
