using System.Numerics;

namespace GpuCluster.Scene.Frames;

/// <summary>All data for one picture except positions, which arrive in slots. Immutable: made by the scene, read by the frame.</summary>
public sealed record SceneFrame
{
    /// <summary>World to view space: right-handed, looking along -z, y up.</summary>
    public required Matrix4x4 View { get; init; }

    /// <summary>View to clip space for Vulkan: y down, depth 0 (near) to 1 (far). Row vectors, as in System.Numerics.</summary>
    public required Matrix4x4 Projection { get; init; }

    /// <summary>Diameter of a point in pixels, 1 to 64.</summary>
    public float PointSize { get; init; } = 3;

    /// <summary>Colour of every point.</summary>
    public required PointColours Colours { get; init; }

    /// <summary>Background as linear-free sRGB in 0..1.</summary>
    public Vector3 Background { get; init; } = new(16 / 255f, 16 / 255f, 20 / 255f);

    /// <summary>
    /// How strongly depth shows: far points fade towards the background, and near ones are set off from those behind them. 0 (not) to 1.
    /// </summary>
    public float DepthFade { get; init; } = 0.45f;

    /// <summary>View-space distance where fading begins, and where it is complete.</summary>
    public Vector2 FadeRange { get; init; } = new(0, 1);

    /// <summary>The share of a point's pixels that are drawn, above 0 to 1: points behind show through.</summary>
    public float Opacity { get; init; } = 1;

    /// <summary>How points are shaded.</summary>
    public PointShading Shading { get; init; } = PointShading.Flat;

    /// <summary>Pictures in space, from the farthest to the nearest; those that are not loaded yet are left out.</summary>
    public IReadOnlyList<Sprite> Sprites { get; init; } = [];

    /// <summary>Names over the picture; drawn by an overlay, as the renderer has no text.</summary>
    public IReadOnlyList<PlacedName> Names { get; init; } = [];

    /// <summary>Lines in space, two vertices each. A renderer uploads each new list once.</summary>
    public IReadOnlyList<LineVertex> Lines { get; init; } = [];

    /// <summary>Whether the three axes are drawn in the lower left corner between <see cref="Insets"/>, turned as the camera is.</summary>
    public bool ShowsAxes { get; init; }

    /// <summary>The area that overlays cover.</summary>
    public FrameInsets Insets { get; init; }
}
