namespace GpuCluster.Core.Similarity;

/// <summary>The distance between two samples.</summary>
public enum Metric
{
    /// <summary>The square root of the summed squared differences.</summary>
    Euclidean,

    /// <summary>1 - cosine, from 0 to 2. Data is not centred first. A zero row has cosine 0 with everything but itself.</summary>
    Cosine,

    /// <summary>The sum of absolute differences.</summary>
    Manhattan,

    /// <summary>
    /// 1 - the correlation of two rows' features, from 0 to 2: the cosine distance of rows whose own mean is taken off. A constant row has
    /// correlation 0 with everything but itself.
    /// </summary>
    Correlation,
}
