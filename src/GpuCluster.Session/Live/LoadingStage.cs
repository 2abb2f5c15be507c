using System.Globalization;

namespace GpuCluster.Session.Live;

/// <summary>The stage before the first epoch that is at work.</summary>
/// <param name="Name">As progress names it; empty before the first.</param>
/// <param name="Shape">The tensor it makes.</param>
/// <param name="Fraction">Share done, 0 to 1.</param>
/// <param name="Seconds">How long it has been at work.</param>
public readonly record struct LoadingStage(string Name, string Shape, double Fraction, double Seconds)
{
    /// <summary>Below this time a rate would only say how the clock ticks.</summary>
    private const double ShortestSeconds = 0.5;

    /// <summary>Rows, files or images that it works on, as its shape begins; 0 where the shape is not of that form.</summary>
    public int Items
    {
        get
        {
            string digits =
                Shape.StartsWith('(') ? Shape[1..].Split(',', ')')[0]
                : Shape.Split(' ') is [var count, "files" or "images", ..] ? count
                : string.Empty;
            return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int items) ? items : 0;
        }
    }

    /// <summary>Items a second so far; 0 while it is not known.</summary>
    public double ItemsPerSecond => Seconds < ShortestSeconds ? 0 : Fraction * Items / Seconds;
}
