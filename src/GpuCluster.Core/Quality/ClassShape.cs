namespace GpuCluster.Core.Quality;

/// <summary>How one class lies among the others in the space of the vectors.</summary>
/// <param name="Members">Samples of the class.</param>
/// <param name="Spread">Mean distance of its samples to its mean, in the vectors' unit; NaN for a class without samples.</param>
/// <param name="Nearest">The class it overlaps most with, or -1 where there is no other.</param>
/// <param name="Overlap">
/// The sum of both spreads over the distance of both means, the largest of any other class: R_i of Davies and Bouldin (1979), "A Cluster
/// Separation Measure". Below 1 two classes are apart, above they reach into each other. NaN where there is no other class.
/// </param>
public sealed record ClassShape(int Members, double Spread, int Nearest, double Overlap);
