namespace GpuCluster.Compute.Host.Eigen;

/// <summary>
/// A symmetric matrix A that can be applied to eight vectors at once. A block of eight vectors of length <see cref="Size"/> is interleaved:
/// entry i of vector c is at i * 8 + c, so that one row of the block is one Vector256 of floats.
/// </summary>
internal interface IBlockOperator
{
    /// <summary>Rows of A.</summary>
    int Size { get; }

    /// <summary>
    /// next = scale * (A current - shift * current) - back * next: one step of a three-term recurrence, the old content of next being the
    /// step before.
    /// </summary>
    /// <param name="current">Block that A is applied to.</param>
    /// <param name="next">Block that is read where <paramref name="back"/> is not 0, and overwritten.</param>
    /// <param name="scale">Factor of the shifted product.</param>
    /// <param name="shift">What is subtracted from A's diagonal.</param>
    /// <param name="back">Factor of the old content of <paramref name="next"/>; at 0 it is not read.</param>
    void Apply(float[] current, float[] next, float scale, float shift, float back);
}
