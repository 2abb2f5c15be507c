namespace GpuCluster.Scene.Look;

/// <summary>How points are drawn.</summary>
public enum PointDrawing
{
    /// <summary>Lit discs with smooth edges and eye-dome lighting.</summary>
    Discs,

    /// <summary>Flat discs with hard edges: the fastest.</summary>
    Flat,

    /// <summary>Light that adds up: bright is where many points lie, whatever their distance.</summary>
    Density,
}
