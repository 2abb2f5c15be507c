using SkiaSharp;

namespace GpuCluster.Panels.Drawing;

/// <summary>Sizes in pixels of one picture, and the colours of panels.</summary>
/// <param name="Width">Of the picture.</param>
/// <param name="Height">Of the picture.</param>
/// <param name="Unit">The text's size; every other length follows from it.</param>
internal readonly record struct PanelStyle(int Width, int Height, float Unit)
{
    /// <summary>The text's size in desktop units where there is room.</summary>
    private const float TextSize = 14;

    /// <summary>Text stays readable over a cloud of pictures.</summary>
    public static SKColor Back { get; } = new(22, 22, 28, 232);

    public static SKColor OpaqueBack { get; } = new(22, 22, 28, 248);

    /// <summary>Below a sheet that nothing shines through.</summary>
    public static SKColor SheetBack { get; } = new(22, 22, 28);

    public static SKColor Edge { get; } = new(255, 255, 255, 28);

    public static SKColor Ink { get; } = new(238, 238, 242);

    public static SKColor FaintInk { get; } = new(172, 174, 184);

    public static SKColor Accent { get; } = new(0x48, 0xA8, 0xF0);

    /// <summary>Background of controls.</summary>
    public static SKColor Field { get; } = new(255, 255, 255, 18);

    /// <summary>Background of the control under the cursor.</summary>
    public static SKColor HoveredField { get; } = new(255, 255, 255, 38);

    /// <summary>Background of chosen controls.</summary>
    public static SKColor AccentField { get; } = new(0x48, 0xA8, 0xF0, 92);

    /// <summary>Text of disabled controls.</summary>
    public static SKColor DimInk { get; } = new(112, 114, 124);

    /// <summary>The rim of names over the cloud.</summary>
    public static SKColor NameRim { get; } = new(10, 10, 14, 235);

    public static SKColor Warning { get; } = new(0xF0, 0xC0, 0x60);

    /// <summary>The size of text inside panels, a little smaller than that of the status.</summary>
    public float Small => 0.88f * Unit;

    /// <summary>The height of a button, slider or toggle.</summary>
    public float Row => 1.6f * Unit;

    /// <summary>Free space between widgets.</summary>
    public float Gap => 0.35f * Unit;

    /// <summary>Free space around panels.</summary>
    public float Margin => 0.8f * Unit;

    /// <summary>Free space inside panels.</summary>
    public float Padding => 0.7f * Unit;

    /// <summary>From one line of text to the next.</summary>
    public float Line => 1.4f * Unit;

    /// <summary>
    /// The style for a picture: text keeps its size on usual windows, shrinks to 62 % in tiny ones, where it would not fit, and grows with
    /// pictures beyond full HD, where it would be too small.
    /// </summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="scale">Pixels per desktop unit.</param>
    public static PanelStyle For(int width, int height, float scale)
    {
        float desktopWidth = width / scale;
        float desktopHeight = height / scale;
        float room = Math.Clamp(Math.Min(desktopWidth / 800, desktopHeight / 480), 0.62f, 1);
        float large = Math.Max(1, Math.Min(desktopWidth / 1920, desktopHeight / 1080));
        return new PanelStyle(width, height, TextSize * scale * room * large);
    }
}
