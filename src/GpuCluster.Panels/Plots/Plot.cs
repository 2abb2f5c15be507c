using System.Runtime.InteropServices;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Widgets;
using SkiaSharp;

namespace GpuCluster.Panels.Plots;

/// <summary>Lines over a common axis, with ticks at round numbers. It shows each line's value nearest to the cursor.</summary>
/// <param name="title">The title; empty if the legend is enough.</param>
/// <param name="series">The lines now.</param>
internal sealed class Plot(string title, Func<IReadOnlyList<PlotSeries>> series) : Widget
{
    private (PlotBounds Bounds, SKRect Area) _drawn;
    private float? _cursor;

    /// <summary>Height in text sizes.</summary>
    public float Height { get; init; } = 7;

    /// <summary>Whether the y axis is logarithmic; values of 0 or less are then left out.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>The x value of a mark, for example the shown epoch; null for none.</summary>
    public Func<double?> Mark { get; init; } = static () => null;

    public override float Measure(Pen pen, float width) => Height * pen.Style.Unit;

    public override void Draw(Pen pen)
    {
        float unit = pen.Style.Unit;
        float size = 0.72f * unit;
        IReadOnlyList<PlotSeries> lines = series();
        pen.Fill(Area, PanelStyle.Field, 0.35f * unit);
        SKRect inside = SKRect.Inflate(Area, -0.4f * unit, -0.3f * unit);
        if (Bounds(lines) is not { } bounds)
        {
            pen.Text(pen.Fit(pen.Say(title), size, inside.Width), inside.Left, inside.Top, size, PanelStyle.FaintInk);
            pen.TextInside(pen.Say("no figures yet"), inside, size, PanelStyle.DimInk);
            return;
        }

        DrawHead(pen, lines, inside, size);
        IReadOnlyList<double> up = IsLogarithmic
            ? AxisTicks.Decades(bounds.Bottom, bounds.Top, 4)
            : AxisTicks.Linear(bounds.Bottom, bounds.Top, Math.Max(2, (int)(inside.Height / (3 * size))));
        float margin = up.Count == 0 ? 0 : up.Max(tick => pen.Measure(AxisTicks.Short(tick), size)) + (0.4f * unit);
        SKRect area = new(inside.Left + margin, inside.Top + (1.6f * size), inside.Right, inside.Bottom - (1.5f * size));
        if (area.Width < unit || area.Height < unit)
            return;
        foreach (double tick in up)
        {
            float y = YOf(tick, bounds, area);
            pen.Line([new SKPoint(area.Left, y), new SKPoint(area.Right, y)], PanelStyle.Field, 1);
            pen.TextBefore(AxisTicks.Short(tick), area.Left - (0.3f * unit), y - (0.69f * size), size, PanelStyle.FaintInk);
        }

        float taken = float.MinValue;
        foreach (double tick in AxisTicks.Linear(bounds.Left, bounds.Right, Math.Max(2, (int)(area.Width / (5 * size)))))
        {
            string text = AxisTicks.Short(tick);
            float width = pen.Measure(text, size);
            float x = Math.Clamp(XOf(tick, bounds, area) - (width / 2), inside.Left, inside.Right - width);
            if (x < taken + (0.5f * size))
                continue;
            pen.Text(text, x, area.Bottom + (0.1f * size), size, PanelStyle.FaintInk);
            taken = x + width;
        }

        pen.Clip(SKRect.Inflate(area, 1, 1));
        foreach (PlotSeries line in lines)
            DrawLine(pen, line, bounds, area);
        if (Mark() is { } mark)
        {
            pen.Line(
                [new SKPoint(XOf(mark, bounds, area), area.Top), new SKPoint(XOf(mark, bounds, area), area.Bottom)],
                PanelStyle.Accent,
                Math.Max(1, unit / 12)
            );
        }

        if (_cursor is { } cursor && cursor >= area.Left && cursor <= area.Right)
            pen.Line([new SKPoint(cursor, area.Top), new SKPoint(cursor, area.Bottom)], PanelStyle.FaintInk, 1);
        pen.Unclip();
        _drawn = (bounds, area);
    }

    public override bool Point(in PointerInput input)
    {
        float? now = input.Kind switch
        {
            PointerKind.Leave => null,
            PointerKind.Move or PointerKind.Drag or PointerKind.Press => input.At.X,
            _ => _cursor,
        };
        bool isChanged = now != _cursor;
        _cursor = now;
        return isChanged;
    }

    private static float XOf(double x, PlotBounds bounds, SKRect area) =>
        area.Left + (float)((x - bounds.Left) / (bounds.Right - bounds.Left) * area.Width);

    /// <summary>The values nearest to the cursor, or the newest ones.</summary>
    private string Told(PlotSeries line)
    {
        int last = -1;
        double nearest = double.PositiveInfinity;
        double? at =
            _cursor is { } cursor && _drawn.Area.Width > 0
                ? _drawn.Bounds.Left + ((cursor - _drawn.Area.Left) / _drawn.Area.Width * (_drawn.Bounds.Right - _drawn.Bounds.Left))
                : null;
        for (int i = 0; i < line.X.Count; i++)
        {
            double distance = at is { } x ? Math.Abs(line.X[i] - x) : -i;
            if (!IsShown(line.Y[i]) || distance >= nearest)
                continue;
            (last, nearest) = (i, distance);
        }

        return last < 0 ? "–" : AxisTicks.Short(line.Y[last]);
    }

    private void DrawHead(Pen pen, IReadOnlyList<PlotSeries> lines, SKRect inside, float size)
    {
        float x = inside.Left;
        if (title.Length > 0)
            x = pen.Text(pen.Fit(pen.Say(title), size, inside.Width), x, inside.Top, size, PanelStyle.FaintInk) + size;
        foreach (PlotSeries line in lines)
        {
            string text = pen.Fit(
                lines.Count == 1 && title.Length > 0 ? Told(line) : $"{pen.Say(line.Name)} {Told(line)}",
                size,
                inside.Right - x - size
            );
            if (text.Length == 0)
                return;
            pen.Disc(x + (0.35f * size), inside.Top + (0.69f * size), 0.3f * size, line.Colour);
            x = pen.Text(text, x + size, inside.Top, size, PanelStyle.Ink) + size;
        }
    }

    private void DrawLine(Pen pen, PlotSeries line, PlotBounds bounds, SKRect area)
    {
        List<SKPoint> run = new();
        float width = Math.Max(1, pen.Style.Unit / 9);
        for (int i = 0; i < line.X.Count; i++)
        {
            if (IsShown(line.Y[i]))
                Add(new SKPoint(XOf(line.X[i], bounds, area), YOf(line.Y[i], bounds, area)));
            else
                Finish();
        }

        Finish();

        // Thousands of points in one column of pixels become a line from the lowest to the highest.
        void Add(SKPoint point)
        {
            if (run.Count >= 3 && (int)run[^3].X == (int)point.X)
            {
                (float low, float high) = (Math.Min(run[^2].Y, run[^1].Y), Math.Max(run[^2].Y, run[^1].Y));
                run[^2] = new SKPoint(run[^2].X, Math.Min(low, point.Y));
                run[^1] = new SKPoint(point.X, Math.Max(high, point.Y));
            }
            else
            {
                run.Add(point);
            }
        }

        void Finish()
        {
            if (run.Count == 1)
                pen.Disc(run[0].X, run[0].Y, width, line.Colour);
            else
                pen.Line(CollectionsMarshal.AsSpan(run), line.Colour, width);

            run.Clear();
        }
    }

    private bool IsShown(float y) => float.IsFinite(y) && (!IsLogarithmic || y > 0);

    private float YOf(double y, PlotBounds bounds, SKRect area)
    {
        double share = IsLogarithmic
            ? Math.Log(y / bounds.Bottom) / Math.Log(bounds.Top / bounds.Bottom)
            : (y - bounds.Bottom) / (bounds.Top - bounds.Bottom);
        return area.Bottom - (float)(share * area.Height);
    }

    private PlotBounds? Bounds(IReadOnlyList<PlotSeries> lines)
    {
        (double left, double right) = (double.PositiveInfinity, double.NegativeInfinity);
        (double bottom, double top) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (PlotSeries line in lines)
        {
            for (int i = 0; i < line.X.Count; i++)
            {
                if (!IsShown(line.Y[i]))
                    continue;
                (left, right) = (Math.Min(left, line.X[i]), Math.Max(right, line.X[i]));
                (bottom, top) = (Math.Min(bottom, line.Y[i]), Math.Max(top, line.Y[i]));
            }
        }

        if (left > right)
            return null;

        // One value alone still needs a range around it.
        if (right <= left)
            right = left + 1;
        if (top <= bottom)
        {
            (bottom, top) = IsLogarithmic
                ? (bottom / 2, top * 2)
                : (bottom - (0.5 * Math.Max(1e-6, Math.Abs(bottom))), top + (0.5 * Math.Max(1e-6, Math.Abs(top))));
        }

        return new PlotBounds(left, right, bottom, top);
    }
}
