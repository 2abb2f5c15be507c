namespace GpuCluster.Scene.Frames;

/// <summary>
/// How a point is drawn, in the alpha byte of its colour. The renderer handles only these styles and does not know the selection.
/// </summary>
public static class PointStyle
{
    /// <summary>As large as the frame says.</summary>
    public const byte Normal = 255;

    /// <summary>Half as large again, with a bright rim.</summary>
    public const byte Selected = 254;

    /// <summary>Twice as large, with a bright rim: the point that similarity is measured from, or under the cursor.</summary>
    public const byte Focused = 253;

    /// <summary>Half as large: not isolated.</summary>
    public const byte Faint = 64;

    /// <summary>Not drawn, not picked.</summary>
    public const byte Hidden = 0;

    /// <summary>A colour with a style in place of its alpha.</summary>
    public static uint With(uint rgba, byte style) => (rgba & 0x00FFFFFF) | ((uint)style << 24);

    /// <summary>The style of a colour.</summary>
    public static byte Of(uint rgba) => (byte)(rgba >> 24);
}
