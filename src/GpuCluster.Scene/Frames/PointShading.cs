namespace GpuCluster.Scene.Frames;

/// <summary>How the points of a frame are shaded.</summary>
public sealed record PointShading
{
    /// <summary>Flat discs with hard edges.</summary>
    public static PointShading Flat { get; } = new();

    /// <summary>
    /// Whether points are lit as spheres are and have smooth edges. Where opacity is below 1, they are then blended in any order; flat
    /// ones lose some of their pixels.
    /// </summary>
    public bool IsLit { get; init; }

    /// <summary>Whether points add light instead of hiding each other; opacity is then the light of one. Only where points are lit.</summary>
    public bool IsAdditive { get; init; }

    /// <summary>
    /// Strength of eye-dome lighting, 0 (none) or more: how much a pixel darkens that lies behind those around it. Only where points are
    /// lit.
    /// </summary>
    public float EyeDome { get; init; }

    /// <summary>The distance of the pixels that eye-dome lighting looks at, in pixels, 1 or more.</summary>
    public float EyeDomeRadius { get; init; } = 1.4f;
}
