using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Layouts;

/// <summary>Samples of a layout that are to be written.</summary>
/// <param name="Indices">Which, in the order they are written.</param>
/// <param name="Layout">Where all n samples are.</param>
/// <param name="Heading">Paths and labels of all n.</param>
public sealed record SelectionSamples(int[] Indices, Layout Layout, SampleHeading Heading)
{
    /// <summary>Columns of all n.</summary>
    public IReadOnlyList<SampleColumn> Columns { get; init; } = [];

    /// <summary>A colour for each of the n, red in the lowest byte, or null.</summary>
    public uint[]? Rgba { get; init; }
}
