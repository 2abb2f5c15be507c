using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Layouts;

/// <summary>Samples of a layout that are to be written.</summary>
/// <param name="Indices">Which, in the order they are written.</param>
/// <param name="Layout">Where all n samples are.</param>
/// <param name="NameOf">A sample's display name: its file, or its row.</param>
public sealed record SelectionSamples(int[] Indices, Layout Layout, Func<int, string> NameOf)
{
    /// <summary>The classes of all n, or null.</summary>
    public SampleLabels? Labels { get; init; }

    /// <summary>Columns of all n.</summary>
    public IReadOnlyList<SampleColumn> Columns { get; init; } = [];

    /// <summary>A colour for each of the n, red in the lowest byte, or null.</summary>
    public uint[]? Rgba { get; init; }
}
