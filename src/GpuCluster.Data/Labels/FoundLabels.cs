using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Labels;

/// <summary>Labels that a model found for n samples.</summary>
/// <param name="ClassNames">c names, any script.</param>
/// <param name="ClassOf">The class of each sample, 0 to c - 1.</param>
/// <param name="Probabilities">n x c, row-major, each row summing to 1.</param>
/// <param name="Heading">Paths and the data's own labels.</param>
public sealed record FoundLabels(IReadOnlyList<string> ClassNames, int[] ClassOf, float[] Probabilities, SampleHeading Heading)
{
    /// <summary>The probability of class <paramref name="c"/> for a sample.</summary>
    public float Probability(int sample, int c) => Probabilities[(sample * ClassNames.Count) + c];
}
