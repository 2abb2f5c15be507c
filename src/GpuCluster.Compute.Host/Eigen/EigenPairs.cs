namespace GpuCluster.Compute.Host.Eigen;

/// <summary>Some eigenvalues of a symmetric matrix, largest first, with their unit eigenvectors.</summary>
/// <param name="Values">Eigenvalues, descending.</param>
/// <param name="Vectors">Row-major, rows x values: entry i of vector j is at i * Values.Length + j. The entry of largest magnitude is
/// positive in each vector.</param>
/// <param name="Residual">The largest ||A v - lambda v||: a true eigenvalue lies within it of each value, and the angle to the eigenvector
/// is at most about residual / gap.</param>
/// <param name="Applications">How often A was applied to a block of eight vectors.</param>
/// <param name="Converged">True where the residual reached the tolerance.</param>
internal sealed record EigenPairs(double[] Values, float[] Vectors, double Residual, int Applications, bool Converged);
