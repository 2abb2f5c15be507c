using GpuCluster.Core.Errors;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>What a neighbour list can hold.</summary>
internal static class KnnLimits
{
    /// <exception cref="UnusableInputException">n x k is more than an array holds.</exception>
    public static void Check(int n, int k)
    {
        if ((long)n * k > Array.MaxLength)
        {
            throw new UnusableInputException($"{k} neighbours of {n} samples are too many to keep; use fewer")
            {
                Remedies = [new Remedy(Setting.Neighbours)],
            };
        }
    }
}
