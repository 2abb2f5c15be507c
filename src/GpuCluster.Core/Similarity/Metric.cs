namespace GpuCluster.Core.Similarity;

/// <summary>How far two samples are apart.</summary>
public enum Metric
{
    /// <summary>The square root of the summed squared differences.</summary>
    Euclidean,

    /// <summary>1 - cosine, from 0 to 2. Data is not centred first. A zero row has cosine 0 with everything but itself.</summary>
    Cosine,
}
