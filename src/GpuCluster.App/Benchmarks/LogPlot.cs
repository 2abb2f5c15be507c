using System.Globalization;
using GpuCluster.App.Output;

namespace GpuCluster.App.Benchmarks;

/// <summary>
/// A plot with logarithmic axes as SVG: lines with markers, told apart by colour and by shape, whose details show under the mouse.
/// </summary>
/// <param name="title">What it shows.</param>
/// <param name="xName">What goes to the right, with its unit.</param>
/// <param name="yName">What goes up, with its unit.</param>
internal sealed class LogPlot(string title, string xName, string yName)
{
    /// <summary>Colours that the page's style has; more lines take them again with another marker.</summary>
    public const int Colours = 10;

    private const int Width = 560,
        Height = 340,
        Left = 62,
        Right = 18,
        Top = 12,
        Bottom = 48;

    private readonly List<(string Name, int Number, bool IsJoined, IReadOnlyList<PlotPoint> Points)> _lines = [];
    private IReadOnlyList<PlotPoint> _roof = [];

    /// <summary>True where there is something to show.</summary>
    public bool HasPoints => _lines.Count > 0;

    /// <summary>Adds a line. Values that are not above 0 have no place and are left out.</summary>
    /// <param name="name">For the legend.</param>
    /// <param name="number">Which colour and marker, from 0.</param>
    /// <param name="points">In any order.</param>
    /// <param name="isJoined">Whether a line goes through them, or each stands alone.</param>
    public void Add(string name, int number, IEnumerable<PlotPoint> points, bool isJoined = true)
    {
        IReadOnlyList<PlotPoint> placed = Placed(points);
        if (placed.Count > 0)
            _lines.Add((name, number, isJoined, placed));
    }

    /// <summary>Sets the line that nothing passes: dashed, what is under it shaded.</summary>
    public void SetRoof(IEnumerable<PlotPoint> points) => _roof = Placed(points);

    /// <summary>Writes the plot and its legend; nothing where there is no point.</summary>
    public void Write(HtmlWriter html)
    {
        if (!HasPoints)
            return;

        PlotPoint[] all = [.. _lines.SelectMany(line => line.Points), .. _roof];
        LogAxis across = LogAxis.Of(all.Select(point => point.X)),
            up = LogAxis.Of(all.Select(point => point.Y));
        html.Mark("<figure><h3>")
            .Text(title)
            .Mark($"</h3><svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"")
            .Text($"{title}: {yName} over {xName}")
            .Mark("\">\n");
        WriteAxes(html, across, up);
        WriteRoof(html, across, up);
        foreach ((_, int number, bool isJoined, IReadOnlyList<PlotPoint> points) in _lines)
        {
            if (isJoined)
            {
                html.Mark(
                    $"<polyline fill=\"none\" style=\"stroke:var(--c{number % Colours})\" stroke-width=\"1.8\" "
                        + $"points=\"{Path(points, across, up)}\"/>\n"
                );
            }

            foreach (PlotPoint point in points)
                html.Mark(Marker(number, X(across, point.X), Y(up, point.Y))).Mark("<title>").Text(point.Detail).Mark("</title></path>\n");
        }

        html.Mark("</svg><figcaption>");
        foreach ((string name, int number, _, _) in _lines)
        {
            html.Mark($"<span><svg viewBox=\"0 0 14 14\" aria-hidden=\"true\">{Marker(number, 7, 7)}</path></svg>")
                .Text(name)
                .Mark("</span>");
        }

        html.Mark("</figcaption></figure>\n");
    }

    private void WriteAxes(HtmlWriter html, LogAxis across, LogAxis up)
    {
        foreach (double tick in across.Ticks)
        {
            string x = Round(X(across, tick));
            html.Mark(
                $"<line class=\"grid\" x1=\"{x}\" x2=\"{x}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/><text x=\"{x}\" "
                    + $"y=\"{Height - Bottom + 17}\" text-anchor=\"middle\">{LogAxis.Short(tick)}</text>\n"
            );
        }

        foreach (double tick in up.Ticks)
        {
            double y = Y(up, tick);
            html.Mark(
                $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Round(y)}\" y2=\"{Round(y)}\"/><text "
                    + $"x=\"{Left - 7}\" y=\"{Round(y + 4)}\" text-anchor=\"end\">{LogAxis.Short(tick)}</text>\n"
            );
        }

        html.Mark($"<text class=\"name\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">")
            .Text(xName)
            .Mark(
                $"</text><text class=\"name\" transform=\"translate(14 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">"
            )
            .Text(yName)
            .Mark("</text>\n");
    }

    private void WriteRoof(HtmlWriter html, LogAxis across, LogAxis up)
    {
        if (_roof.Count == 0)
            return;

        string path = Path(_roof, across, up),
            left = Round(X(across, _roof[0].X)),
            right = Round(X(across, _roof[^1].X));
        html.Mark(
            $"<polygon class=\"under\" points=\"{left},{Height - Bottom} {path} {right},{Height - Bottom}\"/><polyline class=\"roof\" "
                + $"points=\"{path}\"/>\n"
        );
    }

    private static IReadOnlyList<PlotPoint> Placed(IEnumerable<PlotPoint> points) =>
        [
            .. points
                .Where(point => point.X > 0 && point.Y > 0 && double.IsFinite(point.X) && double.IsFinite(point.Y))
                .OrderBy(point => point.X),
        ];

    private static string Path(IReadOnlyList<PlotPoint> points, LogAxis across, LogAxis up) =>
        string.Join(' ', points.Select(point => $"{Round(X(across, point.X))},{Round(Y(up, point.Y))}"));

    /// <summary>A circle, square, triangle or diamond as the beginning of a path element.</summary>
    private static string Marker(int number, double x, double y)
    {
        string shape = ((number + (number / Colours)) % 4) switch
        {
            0 => "m-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
            1 => "m-3.6,-3.6h7.2v7.2h-7.2z",
            2 => "m0,-4.6l4.4,7.8h-8.8z",
            _ => "m0,-4.8l4.8,4.8l-4.8,4.8l-4.8,-4.8z",
        };
        return $"<path d=\"M{Round(x)},{Round(y)}{shape}\" style=\"fill:var(--c{number % Colours})\">";
    }

    private static double X(LogAxis axis, double value) => Left + (axis.ShareOf(value) * (Width - Left - Right));

    private static double Y(LogAxis axis, double value) => Height - Bottom - (axis.ShareOf(value) * (Height - Top - Bottom));

    private static string Round(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
