using GpuCluster.Core.Errors;

namespace GpuCluster.App.Benchmarks;

/// <summary>The sizes that a benchmark runs where the command line says nothing, and those it takes.</summary>
/// <param name="N">Samples.</param>
/// <param name="D">Features, or dimensions of points.</param>
internal sealed record BenchSizes(int[] N, int[] D)
{
    /// <summary>Samples for a simulator.</summary>
    public int[] SimulatedN { get; init; } = [64, 256];

    /// <summary>Features for a simulator.</summary>
    public int[] SimulatedD { get; init; } = [16, 64];

    /// <summary>Whether the device that draws has kernels of the benchmark.</summary>
    public bool Draws { get; init; }

    /// <summary>The only features that make sense; null: any.</summary>
    public int[]? PossibleD { get; init; }

    /// <summary>What can be laid out: points in the plane or in space.</summary>
    public static BenchSizes OfPoints(params int[] n) => new(n, [3]) { SimulatedD = [2, 3], PossibleD = [2, 3] };

    /// <summary>Passes features through that make sense.</summary>
    /// <exception cref="UnusableInputException">One does not.</exception>
    public int[]? CheckD(int[]? d) =>
        d is null || PossibleD is null || d.All(PossibleD.Contains)
            ? d
            : throw new UnusableInputException($"--d {string.Join(',', d)}: points have {string.Join(" or ", PossibleD)} dimensions");
}
