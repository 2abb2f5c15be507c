using GpuCluster.Scene.Look;

namespace GpuCluster.Session.Graphics;

/// <summary>How a cloud is pictured.</summary>
public sealed record FrameSettings
{
    /// <summary>Pixels.</summary>
    public int Width { get; init; } = 1280;

    /// <summary>Pixels.</summary>
    public int Height { get; init; } = 720;

    /// <summary>Pictures, each moved by less than a pixel, that one picture is the mean of: 1, or more for smooth edges.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>Diameter of a point in pixels, 1 to 64.</summary>
    public float PointSize { get; init; } = 3;

    /// <summary>How points are drawn; null: as a kept scene says, else as lit discs.</summary>
    public PointDrawing? Drawing { get; init; }

    /// <summary>Whether the background is light; null: as a kept scene says, else dark.</summary>
    public bool? IsLight { get; init; }

    /// <summary>Opacity of a point, 0.05 to 1; null: as a kept scene says, else 1.</summary>
    public float? Opacity { get; init; }

    /// <summary>Strength of eye-dome lighting, 0 to 4; null: as a kept scene says, else 0.4.</summary>
    public float? EyeDome { get; init; }

    /// <summary>How far eye-dome lighting looks, 1 to 8 pixels; null: as a kept scene says, else 1.4.</summary>
    public float? EyeDomeRadius { get; init; }

    /// <summary>Where the first picture is taken from.</summary>
    public ViewAngle View { get; init; } = ViewAngle.First;

    /// <summary>What colours mean: a colouring's name, a column's, or <see cref="Colourings.Auto"/>.</summary>
    public string ColourBy { get; init; } = Colourings.Auto;

    /// <summary>Whether pictures and films hold status, legend and panels.</summary>
    public bool ShowsOverlay { get; init; }

    /// <summary>Whether names stand in space; null: in a window as a kept scene says, else shown, and not in a picture.</summary>
    public bool? ShowsNames { get; init; }

    /// <summary>Only samples for which this expression is true have colours, the rest is grey; null: all have them.</summary>
    public string? Filter { get; init; }

    /// <summary>Whether samples that are near show their pictures, where they have any.</summary>
    public bool ShowsPictures { get; init; } = true;
}
