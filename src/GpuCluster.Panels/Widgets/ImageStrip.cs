using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>Pictures of samples in rows, each with a caption. A click chooses one.</summary>
/// <param name="shelf">The source of the pictures; null if the data has none: frames replace them.</param>
/// <param name="items">The samples and what is written below each.</param>
/// <param name="choose">Called with a chosen sample.</param>
internal sealed class ImageStrip(PanelThumbnails? shelf, Func<IReadOnlyList<(int Index, string Caption)>> items, Action<int> choose)
    : Widget
{
    private int _hovered = -1;
    private float _step = 1;
    private float _rowHeight = 1;
    private int _columns = 1;

    /// <summary>Edge of a picture in text sizes.</summary>
    public float Edge { get; init; } = 3;

    /// <summary>The most rows; samples that do not fit are left out.</summary>
    public int MaxRows { get; init; } = 4;

    /// <summary>Called with the sample under the cursor, or with null if there is none; null to ignore.</summary>
    public Action<int?>? Hover { get; init; }

    public override float Measure(Pen pen, float width)
    {
        int columns = ColumnsOf(pen, width);
        int rows = Math.Min(MaxRows, (items().Count + columns - 1) / columns);
        return rows * RowHeightOf(pen, width);
    }

    public override void Draw(Pen pen)
    {
        float unit = pen.Style.Unit;
        IReadOnlyList<(int Index, string Caption)> all = items();
        _columns = ColumnsOf(pen, Area.Width);
        _step = Area.Width / _columns;
        _rowHeight = RowHeightOf(pen, Area.Width);
        float edge = EdgeOf(pen, Area.Width);
        float size = 0.72f * unit;
        for (int i = 0; i < Math.Min(all.Count, _columns * MaxRows); i++)
        {
            SKRect cell = SKRect.Create(Area.Left + (i % _columns * _step), Area.Top + (i / _columns * _rowHeight), _step, _rowHeight);
            SKRect picture = SKRect.Create(cell.MidX - (edge / 2), cell.Top + (0.1f * unit), edge, edge);
            pen.Fill(picture, new SKColor(0, 0, 0, 120), 0.15f * unit);
            if (shelf?.Find(all[i].Index, edge) is { } image)
                pen.Image(image, new SKRect(0, 0, image.Width, image.Height), picture);
            pen.Frame(
                picture,
                i == _hovered ? PanelStyle.Accent : PanelStyle.Edge,
                Math.Max(1, unit / (i == _hovered ? 8 : 14)),
                0.15f * unit
            );
            pen.TextInside(
                all[i].Caption,
                SKRect.Create(cell.Left, picture.Bottom + (0.05f * unit), cell.Width, 1.3f * size),
                size,
                PanelStyle.FaintInk
            );
        }
    }

    public override bool Point(in PointerInput input)
    {
        int at = input.Kind == PointerKind.Leave || !Area.Contains(input.At) ? -1 : IndexAt(input.At);
        switch (input.Kind)
        {
            case PointerKind.Release when at >= 0:
                choose(items()[at].Index);
                return true;
            case PointerKind.Move or PointerKind.Leave when at != _hovered:
                _hovered = at;
                Hover?.Invoke(at >= 0 ? items()[at].Index : null);
                return true;
            default:
                return input.Kind is PointerKind.Press or PointerKind.Release;
        }
    }

    private int IndexAt(SKPoint at)
    {
        int column = Math.Clamp((int)((at.X - Area.Left) / _step), 0, _columns - 1);
        int index = ((int)((at.Y - Area.Top) / _rowHeight) * _columns) + column;
        return index < Math.Min(items().Count, _columns * MaxRows) ? index : -1;
    }

    private float EdgeOf(Pen pen, float width) => Math.Min(Edge * pen.Style.Unit, Math.Max(1, width - 2));

    private int ColumnsOf(Pen pen, float width) => Math.Max(1, (int)(width / (EdgeOf(pen, width) + (0.4f * pen.Style.Unit))));

    private float RowHeightOf(Pen pen, float width) => EdgeOf(pen, width) + (1.25f * pen.Style.Unit);
}
