using SkiaSharp;

namespace GpuCluster.Panels.Drawing;

/// <summary>Draws panels, text and bars onto one picture. Lives for one drawing.</summary>
internal sealed class Pen(SKCanvas canvas, FontBook fonts, PanelStyle style) : IDisposable
{
    private const string Ellipsis = "…";
    private readonly SKPaint _paint = new() { IsAntialias = true };

    public PanelStyle Style => style;

    /// <summary>A text of the program in the language of its user; text from data is drawn as it is.</summary>
    public string Say(string text) => fonts.Words.Own.Say(text);

    /// <summary>A value, which is in the language of its user where it is a word of the program, such as "no label".</summary>
    public string SayValue(string value) => fonts.Words.Values.Say(value);

    /// <summary>The width of a line of text in pixels.</summary>
    public float Measure(string text, float size)
    {
        float width = 0;
        foreach (TextRun run in fonts.RunsOf(text))
        {
            SKFont font = fonts.Font(run.Typeface, size);
            width += font.MeasureText(run.Text);
        }

        return width;
    }

    /// <summary>The text, or as much of its beginning as fits before an ellipsis; empty if not even that fits.</summary>
    public string Fit(string text, float size, float width)
    {
        string line = OneLine(text);
        if (Measure(line, size) <= width)
            return line;

        // The longest beginning that fits, by bisection over user-perceived characters: no letter loses its accent.
        int[] starts = System.Globalization.StringInfo.ParseCombiningCharacters(line);
        int fits = -1;
        int tooLong = starts.Length;
        while (tooLong - fits > 1)
        {
            int middle = (fits + tooLong) / 2;
            if (Measure(string.Concat(line.AsSpan(0, starts[middle]).TrimEnd(), Ellipsis), size) <= width)
                fits = middle;
            else
                tooLong = middle;
        }

        return fits < 0 ? string.Empty : string.Concat(line.AsSpan(0, starts[fits]).TrimEnd(), Ellipsis);
    }

    /// <summary>Draws one line of text.</summary>
    /// <param name="text">One line.</param>
    /// <param name="x">Left edge.</param>
    /// <param name="top">Top of the line, <see cref="PanelStyle.Line"/> high at the style's size.</param>
    /// <param name="size">Text size in pixels.</param>
    /// <param name="colour">Of the text.</param>
    /// <returns>Where the text ends.</returns>
    public float Text(string text, float x, float top, float size, SKColor colour)
    {
        _paint.Color = colour;
        _paint.Style = SKPaintStyle.Fill;
        foreach (TextRun run in fonts.RunsOf(text))
        {
            SKFont font = fonts.Font(run.Typeface, size);
            canvas.DrawText(run.Text, x, top + (1.05f * size), SKTextAlign.Left, font, _paint);
            x += font.MeasureText(run.Text);
        }

        return x;
    }

    /// <summary>Draws the rim of one line of text, which is then drawn over it.</summary>
    /// <param name="text">One line.</param>
    /// <param name="x">Left edge.</param>
    /// <param name="top">Top of the line.</param>
    /// <param name="size">Text size in pixels.</param>
    /// <param name="colour">Of the rim.</param>
    /// <param name="width">Of the line, half of which is outside the letters.</param>
    public void Outline(string text, float x, float top, float size, SKColor colour, float width)
    {
        _paint.Color = colour;
        _paint.Style = SKPaintStyle.Stroke;
        _paint.StrokeWidth = width;
        _paint.StrokeJoin = SKStrokeJoin.Round;
        foreach (TextRun run in fonts.RunsOf(text))
        {
            SKFont font = fonts.Font(run.Typeface, size);
            canvas.DrawText(run.Text, x, top + (1.05f * size), SKTextAlign.Left, font, _paint);
            x += font.MeasureText(run.Text);
        }
    }

    /// <summary>Draws a panel's background.</summary>
    public void Panel(SKRect area) => Panel(area, PanelStyle.Back);

    /// <summary>Draws a panel's background in a colour.</summary>
    public void Panel(SKRect area, SKColor back)
    {
        float corner = 0.5f * style.Unit;
        _paint.Style = SKPaintStyle.Fill;
        _paint.Color = back;
        canvas.DrawRoundRect(area, corner, corner, _paint);
        _paint.Style = SKPaintStyle.Stroke;
        _paint.StrokeWidth = Math.Max(1, style.Unit / 14);
        _paint.Color = PanelStyle.Edge;
        canvas.DrawRoundRect(area, corner, corner, _paint);
    }

    /// <summary>Draws a filled disc.</summary>
    public void Disc(float x, float y, float radius, SKColor colour)
    {
        _paint.Style = SKPaintStyle.Fill;
        _paint.Color = colour;
        canvas.DrawCircle(x, y, radius, _paint);
    }

    /// <summary>Draws a progress bar.</summary>
    public void Bar(SKRect area, float fraction, SKColor colour)
    {
        float corner = area.Height / 2;
        _paint.Style = SKPaintStyle.Fill;
        _paint.Color = PanelStyle.Edge;
        canvas.DrawRoundRect(area, corner, corner, _paint);
        _paint.Color = colour;
        canvas.DrawRoundRect(new SKRect(area.Left, area.Top, area.Left + (area.Width * fraction), area.Bottom), corner, corner, _paint);
    }

    /// <summary>Fills a rectangle with round corners.</summary>
    public void Fill(SKRect area, SKColor colour, float corner = 0)
    {
        _paint.Style = SKPaintStyle.Fill;
        _paint.Color = colour;
        canvas.DrawRoundRect(area, corner, corner, _paint);
    }

    /// <summary>Draws the edge of a rectangle with round corners, inside it.</summary>
    public void Frame(SKRect area, SKColor colour, float width, float corner = 0)
    {
        _paint.Style = SKPaintStyle.Stroke;
        _paint.StrokeWidth = width;
        _paint.Color = colour;
        area.Inflate(-width / 2, -width / 2);
        canvas.DrawRoundRect(area, corner, corner, _paint);
    }

    /// <summary>Fills a rectangle with colours at even distances from left to right, blended between.</summary>
    public void Gradient(SKRect area, SKColor[] colours, float corner)
    {
        using SKShader shader = SKShader.CreateLinearGradient(
            new SKPoint(area.Left, 0),
            new SKPoint(area.Right, 0),
            colours,
            SKShaderTileMode.Clamp
        );
        _paint.Style = SKPaintStyle.Fill;
        _paint.Color = SKColors.White;
        _paint.Shader = shader;
        canvas.DrawRoundRect(area, corner, corner, _paint);
        _paint.Shader = null;
    }

    /// <summary>Draws a line through points.</summary>
    public void Line(ReadOnlySpan<SKPoint> points, SKColor colour, float width)
    {
        _paint.Style = SKPaintStyle.Stroke;
        _paint.StrokeWidth = width;
        _paint.Color = colour;
        for (int i = 1; i < points.Length; i++)
            canvas.DrawLine(points[i - 1], points[i], _paint);
    }

    /// <summary>Fills a triangle.</summary>
    public void Triangle(SKPoint a, SKPoint b, SKPoint c, SKColor colour) => Shape([a, b, c], colour, SKColors.Transparent, 0);

    /// <summary>Fills a closed line and draws its edge.</summary>
    public void Shape(ReadOnlySpan<SKPoint> corners, SKColor inside, SKColor edge, float width)
    {
        if (corners.Length < 2)
            return;
        using SKPathBuilder builder = new();
        builder.MoveTo(corners[0]);
        foreach (SKPoint corner in corners[1..])
            builder.LineTo(corner);
        builder.Close();
        using SKPath path = builder.Detach();
        _paint.Style = SKPaintStyle.Fill;
        _paint.Color = inside;
        canvas.DrawPath(path, _paint);
        if (width <= 0)
            return;
        _paint.Style = SKPaintStyle.Stroke;
        _paint.StrokeWidth = width;
        _paint.Color = edge;
        canvas.DrawPath(path, _paint);
    }

    /// <summary>Draws a picture into an area.</summary>
    /// <param name="image">Of any size.</param>
    /// <param name="source">The part of it to draw.</param>
    /// <param name="area">Where to.</param>
    /// <param name="isSmooth">False: its pixels are seen as squares.</param>
    public void Image(SKImage image, SKRect source, SKRect area, bool isSmooth = true)
    {
        _paint.Style = SKPaintStyle.Fill;
        _paint.Color = SKColors.White;
        canvas.DrawImage(image, source, area, new SKSamplingOptions(isSmooth ? SKFilterMode.Linear : SKFilterMode.Nearest), _paint);
    }

    /// <summary>Draws text so that it ends at a place.</summary>
    /// <returns>Where the text begins.</returns>
    public float TextBefore(string text, float right, float top, float size, SKColor colour)
    {
        float left = right - Measure(text, size);
        Text(text, left, top, size, colour);
        return left;
    }

    /// <summary>Draws text in the middle of an area, cut where it does not fit.</summary>
    public void TextInside(string text, SKRect area, float size, SKColor colour)
    {
        string line = Fit(text, size, area.Width);
        Text(line, area.MidX - (Measure(line, size) / 2), area.MidY - (0.69f * size), size, colour);
    }

    /// <summary>From now on draws inside this area only, until <see cref="Unclip"/>.</summary>
    public void Clip(SKRect area)
    {
        canvas.Save();
        canvas.ClipRect(area, antialias: true);
    }

    /// <summary>Takes back the last <see cref="Clip"/>.</summary>
    public void Unclip() => canvas.Restore();

    public void Dispose() => _paint.Dispose();

    private static string OneLine(string text) =>
        text.AsSpan().ContainsAnyInRange('\0', '\x1F') ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
}
