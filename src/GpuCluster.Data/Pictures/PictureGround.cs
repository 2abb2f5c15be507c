namespace GpuCluster.Data.Pictures;

/// <summary>The background behind transparent pixels.</summary>
public enum PictureGround
{
    /// <summary>Nothing: alpha is kept.</summary>
    Transparent,

    /// <summary>White paper: every pixel comes out opaque.</summary>
    White,
}
