namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// Finds the sample outside a sample's own component that is reached at the least mutual reachability distance. Called from several threads
/// at once.
/// </summary>
internal interface IOutsideSearch
{
    /// <summary>Receives the component of each sample, before a round of searches.</summary>
    void Begin(int[] componentOf);

    /// <summary>Searches for some samples. Those whose lists end at their bound or above it need no search.</summary>
    /// <param name="samples">From which samples.</param>
    /// <param name="boundOf">Of a sample: only what is reached below it is of interest. It falls while edges are offered.</param>
    /// <param name="offer">Receives edges below the bound; among them the least of a component, where it is below the bound.</param>
    /// <param name="cancellation">Stops.</param>
    void Search(ReadOnlySpan<int> samples, Func<int, double> boundOf, Action<TreeEdge> offer, CancellationToken cancellation);
}
