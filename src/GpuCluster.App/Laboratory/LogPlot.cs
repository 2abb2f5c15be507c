using System.Globalization;
using System.Net;
using System.Text;

namespace GpuCluster.App.Laboratory;

/// <summary>A plot with logarithmic axes as SVG: lines with markers, whose details show under the mouse.</summary>
internal sealed class LogPlot
{
    private const int Width = 560, Height = 360, Left = 64, Right = 16, Top = 14, Bottom = 46;

    /// <summary>Tol's bright scheme and darker kin, told apart by the colour-blind too.</summary>
    private static readonly string[] Palette = ["#4477aa", "#ee6677", "#228833", "#b08900", "#1f9ebb", "#aa3377", "#666666", "#994f00", "#332288", "#117733"];

    private readonly string _xName;
    private readonly string _yName;
    private readonly List<(string Name, bool IsBound, List<(double X, double Y, string Detail)> Points)> _lines = [];

    /// <param name="xName">What goes to the right, with its unit.</param>
    /// <param name="yName">What goes up, with its unit.</param>
    public LogPlot(string xName, string yName)
    {
        _xName = xName;
        _yName = yName;
    }

    /// <summary>Adds a line. Values that are not above 0 have no place and are left out.</summary>
    public void Add(string name, IEnumerable<(double X, double Y, string Detail)> points) => AddLine(name, points, isBound: false);

    /// <summary>Adds a line that bounds the others: dashed, without markers.</summary>
    public void AddBound(string name, IEnumerable<(double X, double Y, string Detail)> points) => AddLine(name, points, isBound: true);

    /// <summary>The plot and its legend; nothing where there is no point.</summary>
    public string ToHtml()
    {
        (double X, double Y, string Detail)[] all = [.. _lines.SelectMany(line => line.Points)];
        if (all.Length == 0)
        {
            return "";
        }

        Axis across = Axis.Of(all.Select(point => point.X)), up = Axis.Of(all.Select(point => point.Y));
        StringBuilder svg = new();
        svg.Append(CultureInfo.InvariantCulture, $"<figure><svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" role=\"img\" aria-label=\"{Text(_yName)} over {Text(_xName)}\">\n");
        foreach (double tick in across.Ticks)
        {
            double x = X(across, tick);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"/><text x=\"{x:0.#}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{Short(tick)}</text>\n");
        }

        foreach (double tick in up.Ticks)
        {
            double y = Y(up, tick);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\"/><text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{Short(tick)}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" text-anchor=\"middle\">{Text(_xName)}</text><text transform=\"translate(14 {(Top + Height - Bottom) / 2}) rotate(-90)\" text-anchor=\"middle\">{Text(_yName)}</text>\n");
        for (int i = 0; i < _lines.Count; i++)
        {
            AppendLine(svg, i, across, up);
        }

        svg.Append("</svg><figcaption>");
        for (int i = 0; i < _lines.Count; i++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<span><i style=\"background:{Palette[i % Palette.Length]}\"></i>{Text(_lines[i].Name)}</span>");
        }

        return svg.Append("</figcaption></figure>\n").ToString();
    }

    private void AddLine(string name, IEnumerable<(double X, double Y, string Detail)> points, bool isBound)
    {
        List<(double X, double Y, string Detail)> placed = [.. points.Where(point => point.X > 0 && point.Y > 0 && double.IsFinite(point.X) && double.IsFinite(point.Y)).OrderBy(point => point.X)];
        if (placed.Count > 0)
        {
            _lines.Add((name, isBound, placed));
        }
    }

    private void AppendLine(StringBuilder svg, int index, Axis across, Axis up)
    {
        (_, bool isBound, List<(double X, double Y, string Detail)> points) = _lines[index];
        string colour = Palette[index % Palette.Length];
        string path = string.Join(' ', points.Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(across, point.X):0.#},{Y(up, point.Y):0.#}")));
        svg.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\"{(isBound ? " stroke-dasharray=\"6 4\"" : "")} points=\"{path}\"/>\n");
        foreach ((double x, double y, string detail) in isBound ? [] : points)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(across, x):0.#}\" cy=\"{Y(up, y):0.#}\" r=\"3.6\" fill=\"{colour}\"><title>{Text(detail)}</title></circle>\n");
        }
    }

    private static double X(Axis axis, double value) => Left + (axis.ShareOf(value) * (Width - Left - Right));

    private static double Y(Axis axis, double value) => Height - Bottom - (axis.ShareOf(value) * (Height - Top - Bottom));

    private static string Short(double value) => value switch
    {
        >= 1e9 => (value / 1e9).ToString("0.###", CultureInfo.InvariantCulture) + "G",
        >= 1e6 => (value / 1e6).ToString("0.###", CultureInfo.InvariantCulture) + "M",
        >= 1e4 => (value / 1e3).ToString("0.###", CultureInfo.InvariantCulture) + "k",
        _ => value.ToString("0.######", CultureInfo.InvariantCulture),
    };

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A logarithmic axis and the values written at it.</summary>
    private sealed record Axis(double Least, double Most, IReadOnlyList<double> Ticks)
    {
        public static Axis Of(IEnumerable<double> values)
        {
            double[] all = [.. values];
            double least = all.Min() / 1.15, most = all.Max() * 1.15;
            int from = (int)Math.Floor(Math.Log10(least)), to = (int)Math.Ceiling(Math.Log10(most));

            // Over many decades only their ends are written, over few the twos and fives too.
            double[] steps = to - from > 3 ? [1] : [1, 2, 5];
            double[] ticks = [.. Enumerable.Range(from, to - from + 1).SelectMany(decade => steps.Select(step => step * Math.Pow(10, decade))).Where(tick => tick >= least && tick <= most)];
            return new Axis(least, most, ticks);
        }

        public double ShareOf(double value) => Math.Log(value / Least) / Math.Log(Most / Least);
    }
}
