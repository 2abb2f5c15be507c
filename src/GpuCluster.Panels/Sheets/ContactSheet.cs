using GpuCluster.Panels.Drawing;
using SkiaSharp;

namespace GpuCluster.Panels.Sheets;

/// <summary>
/// Pictures with captions on one sheet, in framed sections that fill lines from the left, as a PNG. A sheet is bounded: the last line
/// counts the sections that were not drawn, and a section of many entries shows the first of them.
/// </summary>
public static class ContactSheet
{
    /// <summary>Pictures on a line.</summary>
    public const int Columns = 8;

    /// <summary>Entries of one section that are drawn.</summary>
    public const int MaxOfSection = 6 * Columns;

    /// <summary>Lines of pictures on a sheet: some 1,000 pictures, and about 10,000 pixels high at most.</summary>
    private const int MaxLines = 64;

    private const int Edge = 128;
    private const int Unit = 14;
    private const int Gap = 8;
    private const int CellWidth = Edge + (2 * Gap);
    private const int CellHeight = Edge + Gap + (3 * Unit);
    private const int Heading = 2 * Unit;
    private const int Margin = 16;
    private const int TitleHeight = 3 * Unit;

    /// <summary>Draws a sheet and writes it.</summary>
    /// <param name="stream">Receives the PNG.</param>
    /// <param name="title">One line above all.</param>
    /// <param name="sections">In drawing order; not read beyond the end of the sheet.</param>
    /// <param name="warn">Called once per character that no installed font covers.</param>
    /// <param name="cancellation">Ends the drawing.</param>
    /// <returns>Sections that were drawn.</returns>
    public static int Write(
        Stream stream,
        string title,
        IReadOnlyList<SheetSection> sections,
        Action<string> warn,
        CancellationToken cancellation
    )
    {
        List<Place> places = Arrange(sections, out int columns, out int bottom);
        int width = Math.Max((2 * Margin) + (columns * CellWidth), 4 * CellWidth);
        string rest = places.Count < sections.Count ? $"and {sections.Count - places.Count} more" : "";
        int height = bottom + Margin + (rest.Length > 0 ? Heading : 0);
        PanelStyle style = new(width, height, Unit);
        using SKSurface surface =
            SKSurface.Create(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul))
            ?? throw new InvalidOperationException($"A sheet of {width} x {height} cannot be drawn.");
        using FontBook fonts = new(FontBook.SystemFolders(), warn);
        using Pen pen = new(surface.Canvas, fonts, style);
        surface.Canvas.Clear(PanelStyle.Back.WithAlpha(255));
        pen.Text(pen.Fit(title, 1.2f * Unit, width - (2 * Margin)), Margin, Margin, 1.2f * Unit, PanelStyle.Ink);
        for (int i = 0; i < places.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Draw(pen, sections[i], places[i]);
        }

        if (rest.Length > 0)
            pen.Text(rest, Margin, bottom + (Gap / 2), Unit, PanelStyle.FaintInk);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        png.SaveTo(stream);
        return places.Count;
    }

    /// <summary>Places sections one after the other, on the line of the last one where they fit.</summary>
    private static List<Place> Arrange(IReadOnlyList<SheetSection> sections, out int columns, out int bottom)
    {
        List<Place> places = [];
        (columns, bottom) = (0, Margin + TitleHeight);
        int lines = 0,
            top = bottom,
            free = 0;
        foreach (SheetSection section in sections)
        {
            int count = Math.Min(section.Entries.Count, MaxOfSection);
            int rows = (count + Columns - 1) / Columns;
            if (rows > 1 || count > free)
            {
                if (lines > 0 && lines + rows > MaxLines)
                    break;
                (top, free) = (bottom, Columns);
                lines += rows;
                bottom = top + Heading + (rows * CellHeight) + Gap;
            }

            int across = Math.Min(count, Columns);
            places.Add(new Place(Margin + ((Columns - free) * CellWidth), top, across, rows));
            columns = Math.Max(columns, Columns - free + across);
            free = rows > 1 ? 0 : free - across;
        }

        return places;
    }

    private static void Draw(Pen pen, SheetSection section, Place place)
    {
        SKRect area = new(
            place.Left,
            place.Top,
            place.Left + (place.Across * CellWidth) - (Gap / 2),
            place.Top + Heading + (place.Rows * CellHeight)
        );
        pen.Fill(area, PanelStyle.Field, Gap);
        string heading = section.Entries.Count > MaxOfSection ? $"{section.Heading}, the first {MaxOfSection}" : section.Heading;
        pen.Text(pen.Fit(heading, Unit, area.Width - (2 * Gap)), place.Left + Gap, place.Top + (Gap / 2), Unit, PanelStyle.Ink);
        for (int i = 0; i < Math.Min(section.Entries.Count, MaxOfSection); i++)
            Draw(pen, section.Entries[i], place.Left + (i % Columns * CellWidth) + Gap, place.Top + Heading + (i / Columns * CellHeight));
    }

    private static unsafe void Draw(Pen pen, SheetEntry entry, int left, int top)
    {
        SKRect square = SKRect.Create(left, top, Edge, Edge);
        pen.Fill(square, PanelStyle.HoveredField);
        if (entry.Picture?.Invoke() is { } picture)
        {
            fixed (byte* pixels = picture.Rgba)
            {
                using SKImage image = SKImage.FromPixelCopy(
                    new SKImageInfo(picture.Edge, picture.Edge, SKColorType.Rgba8888, SKAlphaType.Premul),
                    (nint)pixels
                );
                pen.Image(image, SKRect.Create(picture.Edge, picture.Edge), square, isSmooth: picture.Edge >= Edge);
            }
        }

        if (entry.IsMarked)
            pen.Frame(square, PanelStyle.Accent, 4);
        pen.Text(FitEnd(pen, entry.Caption), left, top + Edge + 2, pen.Style.Small, PanelStyle.Ink);
        pen.Text(pen.Fit(entry.Detail, pen.Style.Small, Edge), left, top + Edge + 2 + (1.3f * Unit), pen.Style.Small, PanelStyle.FaintInk);
    }

    /// <summary>The text, or as much of its end as fits behind an ellipsis.</summary>
    private static string FitEnd(Pen pen, string text)
    {
        string line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        if (pen.Measure(line, pen.Style.Small) <= Edge)
            return line;
        int[] starts = System.Globalization.StringInfo.ParseCombiningCharacters(line);
        int from = Array.Find(starts, start => pen.Measure($"…{line[start..]}", pen.Style.Small) <= Edge);
        return $"…{line[from..]}";
    }

    /// <summary>Where a section lies.</summary>
    private readonly record struct Place(int Left, int Top, int Across, int Rows);
}
