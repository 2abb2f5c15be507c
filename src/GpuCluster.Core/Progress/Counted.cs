using System.Globalization;

namespace GpuCluster.Core.Progress;

/// <summary>Numbers of things in messages: "1 sample", "2 samples".</summary>
public static class Counted
{
    /// <summary>A number and its noun.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="noun">The noun for one, whose plural ends in "s".</param>
    /// <param name="format">How the number is written, for example "N0" for commas between thousands.</param>
    public static string Of(long count, string noun, string format = "0") =>
        $"{count.ToString(format, CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";
}
