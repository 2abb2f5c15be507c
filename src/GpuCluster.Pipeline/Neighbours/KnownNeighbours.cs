using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Data.Npy;

namespace GpuCluster.Pipeline.Neighbours;

/// <summary>Neighbours from a file instead of a search.</summary>
internal static class KnownNeighbours
{
    /// <summary>The nearest k of each of n samples.</summary>
    /// <exception cref="UnusableInputException">The file holds no neighbours, fewer of them, or those of other samples.</exception>
    public static KnnGraph Read(string path, int count, int k, CancellationToken cancellation)
    {
        KnnGraph known = NeighboursFile.Read(path, count, cancellation);
        return known.K >= k ? known.Nearest(k) : throw TooFew(path, known.K, k);
    }

    private static UnusableInputException TooFew(string path, int known, int k) =>
        new(
            $"{path}: {known} neighbours of each sample, and {k} are needed; "
                + "ask for fewer, or for a smaller perplexity of t-SNE, or give more"
        )
        {
            Remedies = [new Remedy(Setting.Neighbours, $"{known}"), new Remedy(Setting.Perplexity, $"{Math.Max(1, (known - 1) / 3)}")],
        };
}
