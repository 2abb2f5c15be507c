using GpuCluster.Compute.Host.Rows;

namespace GpuCluster.Compute.Host.Knn;

/// <summary>
/// What recall counts: the different neighbours that a search found for a sample and that lie no farther than the true last one, all
/// measured again. A neighbour as near as the last one counts: ties have no order.
/// </summary>
internal static class RecallHits
{
    // The same pair measured from its other end may differ in the last digit.
    private const double Equal = 1 + 1e-6;

    // Cosine distances of equal rows are rounding alone.
    private const double Nothing = 1e-12;

    /// <summary>Counts them.</summary>
    /// <param name="distances">Measures from the sample.</param>
    /// <param name="last">The distance of the true last neighbour.</param>
    /// <param name="found">What the search found, the sample itself among them or not.</param>
    /// <param name="sample">The sample.</param>
    public static int Count(ExactDistances distances, double last, ReadOnlySpan<int> found, int sample)
    {
        int hits = 0;
        for (int j = 0; j < found.Length; j++)
        {
            // A neighbour that is listed twice was found once.
            bool isNew = found[j] != sample && !found[..j].Contains(found[j]);
            hits += isNew && distances.To(found[j], float.PositiveInfinity) <= (last * Equal) + Nothing ? 1 : 0;
        }

        return hits;
    }
}
