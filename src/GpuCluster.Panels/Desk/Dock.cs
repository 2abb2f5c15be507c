using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Desk;

/// <summary>A side of the desk: panels below each other, scrolled if they are higher than it.</summary>
internal sealed class Dock
{
    private readonly List<Panel> _panels = [];
    private int _scroll;
    private int _height;

    /// <summary>The area for its panels.</summary>
    public SKRectI Area { get; private set; }

    /// <summary>Its opacity: less than 1 if it would hide the point of interest.</summary>
    public float Opacity { get; set; } = 1;

    /// <summary>Whether panels stand on its lower edge rather than hang from its upper one.</summary>
    public bool StandsBelow { get; init; }

    public IReadOnlyList<Panel> Panels => _panels;

    /// <summary>The panels that are shown.</summary>
    public IEnumerable<Panel> Shown => _panels.Where(panel => panel.ShownWhen());

    /// <summary>What its panels cover; empty where there are none.</summary>
    public SKRectI Covered
    {
        get
        {
            int height = Math.Min(_height, Area.Height);
            if (height <= 0 || Area.Width <= 0)
                return SKRectI.Empty;
            return StandsBelow
                ? new SKRectI(Area.Left, Area.Bottom - height, Area.Right, Area.Bottom)
                : new SKRectI(Area.Left, Area.Top, Area.Right, Area.Top + height);
        }
    }

    /// <summary>The largest rectangle of a sheet that nothing shines through, inside its round corners and inside a picture.</summary>
    /// <param name="style">The sizes of the picture.</param>
    public SKRectI? OpaqueArea(PanelStyle style)
    {
        if (Opacity < 1)
            return null;
        int corner = (int)MathF.Ceiling(0.5f * style.Unit) + 1;
        SKRectI largest = SKRectI.Empty;
        foreach (Panel sheet in Shown.Where(panel => panel.IsOpaque))
        {
            SKRectI inside = new(
                Math.Max(sheet.Place.X + corner, 0),
                Math.Max(sheet.Place.Y + corner, Math.Max(0, Area.Top)),
                Math.Min(sheet.Place.X + sheet.Picture.Width - corner, style.Width),
                Math.Min(sheet.Place.Y + sheet.Picture.Height - corner, Math.Min(Area.Bottom, style.Height))
            );
            if (inside is { Width: > 0, Height: > 0 } && (long)inside.Width * inside.Height > (long)largest.Width * largest.Height)
                largest = inside;
        }

        return largest.IsEmpty ? null : largest;
    }

    public void Fill(IEnumerable<Panel> panels)
    {
        _panels.Clear();
        _panels.AddRange(panels);
    }

    /// <summary>Draws panels that changed and arranges all; true if anything looks different now.</summary>
    public bool Refresh(SKRectI area, FontBook fonts, PanelStyle style, TimeProvider time)
    {
        bool isChanged = area != Area;
        Area = area;
        int gap = (int)MathF.Ceiling(0.6f * style.Unit);
        int height = 0;
        foreach (Panel panel in Shown)
        {
            isChanged |= area.Width > 0 && panel.Refresh(fonts, style, area.Width, time);
            height += (height > 0 ? gap : 0) + panel.Picture.Height;
        }

        isChanged |= height != _height;
        _height = height;
        _scroll = Math.Clamp(_scroll, 0, Math.Max(0, height - area.Height));
        int top = StandsBelow ? Math.Max(area.Top, area.Bottom - height) : area.Top;
        top -= _scroll;
        foreach (Panel panel in Shown)
        {
            panel.Place = new SKPointI(area.Left, top);
            top += panel.Picture.Height + gap;
        }

        return isChanged;
    }

    /// <summary>Scrolls by pixels; true if that moved anything.</summary>
    public bool Scroll(int pixels)
    {
        int before = _scroll;
        _scroll = Math.Clamp(_scroll + pixels, 0, Math.Max(0, _height - Area.Height));
        foreach (Panel panel in Shown)
            panel.Place = new SKPointI(panel.Place.X, panel.Place.Y - (_scroll - before));
        return _scroll != before;
    }

    /// <summary>Scrolls until a part of a panel is visible; true if that moved anything.</summary>
    public bool Reveal(Panel panel, SKRect part)
    {
        int top = panel.Place.Y + (int)part.Top;
        int bottom = panel.Place.Y + (int)MathF.Ceiling(part.Bottom);
        return top < Area.Top ? Scroll(top - Area.Top) : bottom > Area.Bottom && Scroll(Math.Min(bottom - Area.Bottom, top - Area.Top));
    }

    /// <summary>The panel at a place of the desk, or null.</summary>
    public Panel? At(SKPoint place)
    {
        if (!Covered.Contains((int)place.X, (int)place.Y))
            return null;
        return Shown.FirstOrDefault(panel =>
            SKRect.Create(panel.Place.X, panel.Place.Y, panel.Picture.Width, panel.Picture.Height).Contains(place)
        );
    }

    /// <summary>Draws a scroll bar beside its outer edge if its panels are higher than it.</summary>
    public void DrawScrollBar(Pen pen)
    {
        if (_height <= Area.Height || Area.Width <= 0)
            return;
        float unit = pen.Style.Unit;
        float left = Area.MidX < pen.Style.Width / 2 ? Area.Left - (0.45f * unit) : Area.Right + (0.2f * unit);
        float length = (float)Area.Height * Area.Height / _height;
        float top = Area.Top + ((float)Area.Height * _scroll / _height);
        pen.Fill(SKRect.Create(left, Area.Top, 0.25f * unit, Area.Height), PanelStyle.Field, 0.12f * unit);
        pen.Fill(SKRect.Create(left, top, 0.25f * unit, length), PanelStyle.DimInk, 0.12f * unit);
    }

    public void CopyTo(Span<byte> target, int width)
    {
        foreach (Panel panel in Shown)
            panel.Picture.CopyTo(target, width, panel.Place.X, panel.Place.Y, Area.Top, Area.Bottom, Opacity);
    }
}
