using GpuCluster.Panels.Drawing;
using GpuCluster.Scene;
using SkiaSharp;

namespace GpuCluster.Panels.Blocks;

/// <summary>
/// The help page in the middle: the table of commands in groups, in the number of columns that allows the largest text. Shrinks until it
/// fits.
/// </summary>
internal static class HelpBlock
{
    private const int MaxColumns = 4;

    private static readonly (string Title, (string Keys, string Does)[] Rows)[] Groups =
    [
        .. SceneCommands
            .All.GroupBy(command => command.Group)
            .Select(group => (group.Key.ToString(), group.Select(command => (command.Keys, command.Text)).ToArray())),
    ];

    public static void Draw(Pen pen)
    {
        PanelStyle style = pen.Style;
        float keys = Groups.SelectMany(group => group.Rows).Max(row => pen.Measure(pen.Say(row.Keys), style.Unit)) + style.Unit;
        float column = keys + Groups.SelectMany(group => group.Rows).Max(row => pen.Measure(pen.Say(row.Does), style.Unit));
        float gap = 2 * style.Unit;
        (int[] First, SKSize Size, float Shrink)? best = null;
        for (int columns = 1; columns <= MaxColumns; columns++)
        {
            int[] first = Split(columns, out int lines);
            SKSize size = new((columns * column) + ((columns - 1) * gap) + (3 * style.Padding), (lines * style.Line) + (3 * style.Padding));
            float fits = Math.Min(
                1,
                Math.Min((style.Width - (2 * style.Margin)) / size.Width, (style.Height - (2 * style.Margin)) / size.Height)
            );
            if (best is not { } other || fits > other.Shrink)
                best = (first, size, fits);
        }

        (int[] begins, SKSize whole, float shrink) = best!.Value;
        SKRect area = SKRect.Create(
            (style.Width - (whole.Width * shrink)) / 2,
            (style.Height - (whole.Height * shrink)) / 2,
            whole.Width * shrink,
            whole.Height * shrink
        );

        // It may cover other panels, whose text must not show through.
        pen.Panel(area, PanelStyle.OpaqueBack);
        float x = area.Left + (1.5f * style.Padding * shrink);
        for (int i = 0; i < begins.Length; i++, x += (column + gap) * shrink)
        {
            DrawColumn(
                pen,
                Groups[begins[i]..(i + 1 < begins.Length ? begins[i + 1] : Groups.Length)],
                x,
                area.Top + (1.5f * style.Padding * shrink),
                keys * shrink,
                shrink
            );
        }
    }

    private static void DrawColumn(
        Pen pen,
        (string Title, (string Keys, string Does)[] Rows)[] groups,
        float x,
        float top,
        float keys,
        float shrink
    )
    {
        float size = pen.Style.Unit * shrink;
        float line = pen.Style.Line * shrink;
        foreach ((string title, (string Keys, string Does)[] rows) in groups)
        {
            pen.Text(pen.Say(title), x, top, size, PanelStyle.FaintInk);
            top += line;
            foreach ((string key, string does) in rows)
            {
                pen.Text(pen.Say(key), x, top, size, PanelStyle.Accent);
                pen.Text(pen.Say(does), x + keys, top, size, PanelStyle.Ink);
                top += line;
            }

            top += line;
        }
    }

    /// <summary>The first group of each column, chosen to minimise the longest column without changing the order.</summary>
    private static int[] Split(int columns, out int lines)
    {
        for (lines = Groups.Max(Lines) - 1; ; lines++)
        {
            List<int> first = new() { 0 };
            int taken = 0;
            for (int group = 0; group < Groups.Length; group++)
            {
                if (taken > 0 && taken + Lines(Groups[group]) - 1 > lines)
                {
                    first.Add(group);
                    taken = 0;
                }

                taken += Lines(Groups[group]);
            }

            if (first.Count <= columns)
                return [.. first];
        }
    }

    /// <summary>Title, rows, and a free line below.</summary>
    private static int Lines((string Title, (string Keys, string Does)[] Rows) group) => group.Rows.Length + 2;
}
