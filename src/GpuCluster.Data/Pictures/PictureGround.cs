namespace GpuCluster.Data.Pictures;

/// <summary>What shows through a picture where it is not opaque.</summary>
public enum PictureGround
{
    /// <summary>Nothing: alpha is kept.</summary>
    Transparent,

    /// <summary>White paper: every pixel comes out opaque.</summary>
    White,
}
