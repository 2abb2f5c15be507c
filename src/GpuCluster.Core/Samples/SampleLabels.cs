namespace GpuCluster.Core.Samples;

/// <summary>The class of every sample.</summary>
/// <param name="ClassOf">Length n; an index into <see cref="ClassNames"/>, or -1 for a sample without a label.</param>
/// <param name="ClassNames">Names in legend order, any script.</param>
public sealed record SampleLabels(int[] ClassOf, IReadOnlyList<string> ClassNames)
{
    /// <summary>The number of samples.</summary>
    public int Count => ClassOf.Length;

    /// <summary>The labels of the first <paramref name="count"/> samples.</summary>
    public SampleLabels Take(int count) => count >= Count ? this : this with { ClassOf = ClassOf[..count] };

    /// <summary>The labels of some of the samples, in the order given.</summary>
    public SampleLabels Pick(IReadOnlyList<int> samples) => this with { ClassOf = [.. samples.Select(sample => ClassOf[sample])] };
}
