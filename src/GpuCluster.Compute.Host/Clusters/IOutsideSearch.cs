namespace GpuCluster.Compute.Host.Clusters;

/// <summary>
/// Finds the sample outside a sample's own component that is reached at the least mutual reachability distance. Called from several threads
/// at once.
/// </summary>
internal interface IOutsideSearch
{
    /// <summary>Receives the component of each sample, before a round of searches.</summary>
    void Begin(int[] componentOf);

    /// <summary>Searches for one sample.</summary>
    /// <param name="sample">From which sample.</param>
    /// <param name="bound">Only what is reached below it is of interest.</param>
    /// <returns>The sample found and its distance; -1 and the bound where there is none below it.</returns>
    (int Neighbour, double Weight) Nearest(int sample, double bound);
}
