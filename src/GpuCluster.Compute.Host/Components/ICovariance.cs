namespace GpuCluster.Compute.Host.Components;

/// <summary>The covariance of d features, divided by n - 1, as something that a block of rows is multiplied by.</summary>
internal interface ICovariance
{
    /// <summary>d.</summary>
    int Features { get; }

    /// <summary>The sum of all features' variances.</summary>
    double Trace { get; }

    /// <summary>Multiplies every row of a block.</summary>
    /// <param name="axes">count x d values.</param>
    /// <param name="count">Rows of the block.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>count x d values.</returns>
    float[] Apply(float[] axes, int count, CancellationToken cancellation);
}
