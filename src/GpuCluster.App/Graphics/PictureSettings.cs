namespace GpuCluster.App.Graphics;

/// <summary>How a cloud is pictured.</summary>
internal sealed record PictureSettings
{
    /// <summary>Pixels.</summary>
    public int Width { get; init; } = 1280;

    /// <summary>Pixels.</summary>
    public int Height { get; init; } = 720;

    /// <summary>Diameter of a point in pixels, 1 to 64.</summary>
    public float PointSize { get; init; } = 3;

    /// <summary>Where the first picture is taken from.</summary>
    public ViewAngle View { get; init; } = ViewAngle.First;

    /// <summary>What colours mean.</summary>
    public ColourBy ColourBy { get; init; } = ColourBy.Auto;
}
