using GpuCluster.Core.Samples;
using GpuCluster.Scene.Colouring;

namespace GpuCluster.App.Reports;

/// <summary>Parts that the samples of the report's 3-D view are coloured by.</summary>
/// <param name="Name">What the parts are, for people.</param>
/// <param name="PartOf">Length n: an index into <paramref name="Names"/>.</param>
/// <param name="Names">The parts' names, any script.</param>
/// <param name="Colours">Their colours, red in the lowest byte.</param>
internal sealed record ReportColouring(string Name, int[] PartOf, IReadOnlyList<string> Names, IReadOnlyList<uint> Colours)
{
    /// <summary>Parts that can be told: their indices go as 16 bits.</summary>
    private const int MaxParts = 4000;

    /// <summary>One colour for all.</summary>
    public static ReportColouring Uniform(int count) => new("samples", new int[count], ["all samples"], [0xFFF2B76F]);

    /// <summary>By class or by cluster.</summary>
    /// <param name="name">What the parts are.</param>
    /// <param name="parts">Part of each sample; -1 for none.</param>
    /// <param name="none">What samples of no part are called.</param>
    public static ReportColouring Of(string name, SampleLabels parts, string none)
    {
        int named = Math.Min(parts.ClassNames.Count, MaxParts);
        string last = parts.ClassNames.Count > named ? $"{none}, or one of {parts.ClassNames.Count - named} more" : none;
        return new ReportColouring(
            name,
            Array.ConvertAll(parts.ClassOf, part => part >= 0 && part < named ? part : named),
            [.. parts.ClassNames.Take(named), last],
            [.. Enumerable.Range(0, named).Select(LabelPalette.Of), LabelPalette.Unlabeled]
        );
    }
}
