using GpuCluster.Core.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Matrix;

/// <summary>The order of the samples along both sides of the cosine matrix. Immutable, so that other threads may read it.</summary>
public sealed class MatrixOrder
{
    private readonly int[] _samples;

    private MatrixOrder(string name, int[] samples, IReadOnlyList<MatrixSection> sections) =>
        (Name, _samples, Sections) = (name, samples, sections);

    /// <summary>The name of the criterion.</summary>
    public string Name { get; }

    /// <summary>Each of the n samples once.</summary>
    public ReadOnlySpan<int> Samples => _samples;

    /// <summary>The parts, one after the other; empty where the order is that of the data.</summary>
    public IReadOnlyList<MatrixSection> Sections { get; }

    /// <summary>As the data came.</summary>
    /// <param name="count">n.</param>
    public static MatrixOrder OfData(int count) => new("order", [.. Enumerable.Range(0, count)], []);

    /// <summary>By class, in the order of the legend; samples without a label last.</summary>
    public static MatrixOrder ByLabel(SampleLabels labels) => ByParts("label", labels.ClassOf, part => labels.ClassNames[part], "no label");

    /// <summary>By cluster; samples in none last.</summary>
    /// <param name="clusterOf">Length n: 0 or more, or -1 for none.</param>
    public static MatrixOrder ByCluster(int[] clusterOf) => ByParts("cluster", clusterOf, part => $"cluster {part + 1}", "no cluster");

    /// <summary>The selected samples, then all others.</summary>
    public static MatrixOrder BySelection(PointSet selected)
    {
        int[] parts = new int[selected.Universe];
        for (int sample = 0; sample < parts.Length; sample++)
            parts[sample] = selected.Contains(sample) ? 0 : -1;
        return ByParts("selection", parts, _ => "selected", "not selected");
    }

    /// <summary>A counting sort: samples of a part keep the order of the data.</summary>
    private static MatrixOrder ByParts(string name, int[] partOf, Func<int, string> nameOf, string nameOfNone)
    {
        int parts = partOf.Length == 0 ? 0 : Math.Max(-1, partOf.Max()) + 1;
        int[] starts = new int[parts + 2];
        foreach (int part in partOf)
            starts[(part < 0 ? parts : part) + 1]++;
        for (int part = 0; part <= parts; part++)
            starts[part + 1] += starts[part];
        List<MatrixSection> sections = new();
        for (int part = 0; part <= parts; part++)
        {
            if (starts[part + 1] > starts[part])
                sections.Add(new MatrixSection(part < parts ? nameOf(part) : nameOfNone, starts[part], starts[part + 1] - starts[part]));
        }

        int[] samples = new int[partOf.Length];
        for (int sample = 0; sample < samples.Length; sample++)
            samples[starts[partOf[sample] < 0 ? parts : partOf[sample]]++] = sample;
        return new MatrixOrder(name, samples, sections);
    }
}
