namespace GpuCluster.Compute.Host.Clusters;

/// <summary>Finds the nearest centres of samples. Called from several threads at once, between two calls of <see cref="Begin"/>.</summary>
internal interface ICentreSearch : IDisposable
{
    /// <summary>Takes the centres as they are now.</summary>
    /// <param name="centres">k centres of d values.</param>
    void Begin(double[][] centres);

    /// <summary>Gives some samples to their nearest centres, ties to the first, and sets their bounds.</summary>
    /// <returns>Whether any changed its cluster.</returns>
    bool Assign(ReadOnlySpan<int> samples, int[] clusterOf, CentreBounds bounds);
}
