using GpuCluster.Core.Samples;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Matrix;
using GpuCluster.Scene.Samples;
using SkiaSharp;

namespace GpuCluster.Panels.Contents;

/// <summary>
/// The window of the cosine matrix as a picture, with a strip of class colours along two sides. The wheel zooms, dragging pans, a click
/// chooses the pair.
/// </summary>
/// <param name="matrix">What is shown.</param>
/// <param name="facts">The classes of rows and columns.</param>
/// <param name="max">Its greatest edge in pixels.</param>
/// <param name="choose">Called with a clicked pair.</param>
internal sealed class MatrixView(CosineMatrixModel matrix, SampleFacts facts, Func<float> max, Action<int, int> choose) : Widget
{
    /// <summary>The zoom factor of one wheel step.</summary>
    private const double ZoomStep = 1.25;

    /// <summary>Pixels that the cursor may move during a click.</summary>
    private const float ClickReach = 4;

    private byte[] _rgba = [];
    private SKRect _square;
    private SKPoint? _dragged;
    private SKPoint? _cursor;
    private float _travelled;

    /// <summary>What is under the cursor, or null.</summary>
    public MatrixHover? Hover => _cursor is { } cursor ? matrix.HoverAt(cursor.X, cursor.Y) : null;

    public override float Measure(Pen pen, float width) => Math.Max(pen.Style.Unit, Math.Min(width, max()));

    public override void Draw(Pen pen)
    {
        float strip = 0.5f * pen.Style.Unit;
        int edge = (int)(Math.Min(Area.Width, Area.Height) - strip);
        if (edge < 2 || matrix.Count == 0)
        {
            pen.Fill(Area, PanelStyle.Field);
            _square = SKRect.Empty;
            return;
        }

        _square = SKRect.Create(MathF.Round(Area.Left + strip), MathF.Round(Area.Top + strip), edge, edge);
        using (SKImage image = Image(edge))
        {
            pen.Image(image, new SKRect(0, 0, edge, edge), _square, isSmooth: false);
        }

        if (facts.Labels is { } labels)
        {
            DrawStrip(
                pen,
                labels,
                edge,
                place => matrix.PixelOf(place).X,
                (from, to) => new SKRect(_square.Left + from, Area.Top, _square.Left + to, Area.Top + (0.8f * strip))
            );
            DrawStrip(
                pen,
                labels,
                edge,
                place => matrix.PixelOf(place).Y,
                (from, to) => new SKRect(Area.Left, _square.Top + from, Area.Left + (0.8f * strip), _square.Top + to)
            );
        }

        if (_cursor is not { } cursor)
            return;
        (float x, float y) = (_square.Left + cursor.X, _square.Top + cursor.Y);
        SKColor cross = new(255, 255, 255, 110);
        pen.Line([new SKPoint(_square.Left, y), new SKPoint(_square.Right, y)], cross, 1);
        pen.Line([new SKPoint(x, _square.Top), new SKPoint(x, _square.Bottom)], cross, 1);
    }

    public override bool Point(in PointerInput input)
    {
        SKPoint at = new(input.At.X - _square.Left, input.At.Y - _square.Top);
        bool isInside = at.X >= 0 && at.Y >= 0 && at.X < _square.Width && at.Y < _square.Height;
        switch (input.Kind)
        {
            case PointerKind.Press:
                (_dragged, _travelled) = (input.At, 0);
                return true;
            case PointerKind.Drag when _dragged is { } before:
                _travelled += SKPoint.Distance(before, input.At);
                if (_travelled > ClickReach)
                    matrix.Pan(input.At.X - before.X, input.At.Y - before.Y);
                _dragged = input.At;
                return true;
            case PointerKind.Release:
                _dragged = null;
                if (_travelled <= ClickReach && isInside && matrix.HoverAt(at.X, at.Y) is { } hover)
                    choose(hover.RowSample, hover.ColumnSample);
                return true;
            case PointerKind.Wheel:
                matrix.ZoomAt(at.X, at.Y, Math.Pow(ZoomStep, input.Steps));
                return true;
            case PointerKind.Move or PointerKind.Leave:
                _cursor = input.Kind == PointerKind.Move && isInside ? at : null;
                return true;
            default:
                return false;
        }
    }

    private static uint ColourOf(SampleLabels labels, int sample) =>
        labels.ClassOf[sample] is >= 0 and int label ? LabelPalette.Of(label) : LabelPalette.Unlabeled;

    // One line for each pixel is enough, however many samples lie along it.
    private void DrawStrip(Pen pen, SampleLabels labels, int edge, Func<double, double> pixelOf, Func<float, float, SKRect> place)
    {
        ReadOnlySpan<int> samples = matrix.Order.Samples;
        (double first, double perPixel) = (pixelOf(0), matrix.SamplesPerPixel);
        int begin = -1;
        uint colour = 0;
        for (int pixel = 0; pixel <= edge; pixel++)
        {
            int sample = pixel == edge ? -1 : (int)Math.Floor((pixel + 0.5 - first) * perPixel);
            bool isInside = sample >= 0 && sample < samples.Length;
            uint next = isInside ? ColourOf(labels, samples[sample]) : 0;
            if (next == colour)
                continue;
            if (colour != 0)
                pen.Fill(place(begin, pixel), new SKColor((byte)colour, (byte)(colour >> 8), (byte)(colour >> 16)));
            (begin, colour) = (pixel, next);
        }
    }

    private SKImage Image(int edge)
    {
        if (_rgba.Length != edge * edge * 4)
            _rgba = new byte[edge * edge * 4];
        matrix.Draw(edge, edge, _rgba);
        return SKImage.FromPixelCopy(new SKImageInfo(edge, edge, SKColorType.Rgba8888, SKAlphaType.Premul), _rgba);
    }
}
