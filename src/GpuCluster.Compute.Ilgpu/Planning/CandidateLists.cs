using GpuCluster.Compute.Ilgpu.Kernels.Neighbours;

namespace GpuCluster.Compute.Ilgpu.Planning;

/// <summary>How long the lists of candidates are that a search keeps on a device.</summary>
internal static class CandidateLists
{
    /// <summary>Candidates beyond k, so that a neighbour whose tile distance was rounded up is still among them.</summary>
    public const int Slack = 8;

    /// <summary>The length of lists from which the nearest k of n samples are taken.</summary>
    /// <param name="wanted">Candidates that are wanted for each sample; no fewer than needed against rounding are kept, and no more than
    /// there are or fit.</param>
    /// <param name="k">Neighbours, the sample itself included; with <see cref="Slack"/>, no more than the longest list.</param>
    /// <param name="count">n.</param>
    public static int LengthFor(int wanted, int k, int count) =>
        Math.Max(1, Math.Min(Math.Clamp(wanted, k - 1 + Slack, MergeTopKernel.LongestList), count - 1));
}
