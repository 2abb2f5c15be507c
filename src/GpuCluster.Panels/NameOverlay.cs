using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Drawing;
using GpuCluster.Scene.Frames;
using SkiaSharp;

namespace GpuCluster.Panels;

/// <summary>The names in a picture, with a dark rim that keeps them readable over any colours. Frame thread.</summary>
/// <remarks>Each name is drawn once into its own pixels, which are copied to wherever it is: a moving camera draws no text.</remarks>
public sealed class NameOverlay : IOverlay, IDisposable
{
    /// <summary>Width of the rim in text sizes.</summary>
    private const float Rim = 0.26f;

    /// <summary>Drawn names that are kept: many more than a picture shows.</summary>
    private const int MaxKept = 1000;

    private readonly FontBook _fonts;
    private readonly Dictionary<(string Text, float Size, uint Rgba), PanelBitmap> _drawn = [];
    private readonly Dictionary<string, float> _widths = new(StringComparer.Ordinal);
    private IReadOnlyList<PlacedName> _names = [];
    private OverlayArea[] _areas = [];

    /// <summary>No names yet.</summary>
    /// <param name="warn">Called once per character that no installed font covers; null to ignore.</param>
    /// <param name="fontFolders">Where to look for fonts for scripts that the program's own lacks; null: where the system keeps
    /// them.</param>
    public NameOverlay(Action<string>? warn = null, IReadOnlyList<string>? fontFolders = null) =>
        _fonts = new FontBook(fontFolders ?? FontBook.SystemFolders(), warn ?? (static _ => { }));

    /// <inheritdoc/>
    public ulong Version { get; private set; }

    /// <inheritdoc/>
    public IReadOnlyList<OverlayArea> Areas => _areas;

    /// <summary>Width of a line of text of size 1.</summary>
    public float Measure(string text)
    {
        if (_widths.TryGetValue(text, out float known))
            return known;
        if (_widths.Count > MaxKept * 10)
            _widths.Clear();
        using SKSurface ruler = SKSurface.CreateNull(1, 1);
        using Pen pen = new(ruler.Canvas, _fonts, default);
        return _widths[text] = pen.Measure(text, 64) / 64;
    }

    /// <summary>Sets the names of the next picture.</summary>
    public void Show(IReadOnlyList<PlacedName> names)
    {
        if (ReferenceEquals(names, _names) || (names.Count == 0 && _names.Count == 0))
            return;
        _names = names;
        _areas = [.. names.Select(name => name.Area)];
        Version++;
    }

    /// <inheritdoc/>
    public void Draw(int width, int height, Span<byte> rgba)
    {
        foreach (PlacedName name in _names)
            BitmapOf(name).CopyTo(rgba[..(width * height * 4)], width, name.Area.X, name.Area.Y, 0, height);
    }

    /// <inheritdoc/>
    public void Dispose() => _fonts.Dispose();

    private PanelBitmap BitmapOf(PlacedName name)
    {
        (string Text, float Size, uint Rgba) key = (name.Text, name.Size, name.Rgba);
        if (_drawn.TryGetValue(key, out PanelBitmap? drawn) && (drawn.Width, drawn.Height) == (name.Area.Width, name.Area.Height))
            return drawn;
        if (_drawn.Count > MaxKept)
            _drawn.Clear();
        PanelBitmap bitmap = new();
        PanelStyle style = new(name.Area.Width, name.Area.Height, name.Size);
        bitmap.Draw(name.Area.Width, name.Area.Height, _fonts, style, pen => Paint(pen, name));
        return _drawn[key] = bitmap;
    }

    private static void Paint(Pen pen, PlacedName name)
    {
        float left = (name.Area.Width - pen.Measure(name.Text, name.Size)) / 2;
        float top = (name.Area.Height / 2f) - (0.69f * name.Size);
        pen.Outline(name.Text, left, top, name.Size, PanelStyle.NameRim, Rim * name.Size);
        pen.Text(name.Text, left, top, name.Size, Light(name.Rgba));
    }

    // The colour of what is named, light enough for text.
    private static SKColor Light(uint rgba)
    {
        return new SKColor(Channel(rgba), Channel(rgba >> 8), Channel(rgba >> 16));

        static byte Channel(uint value) => (byte)((0.35f * (byte)value) + (0.65f * 255));
    }
}
