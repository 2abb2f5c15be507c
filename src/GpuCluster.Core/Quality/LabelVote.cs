namespace GpuCluster.Core.Quality;

/// <summary>The vote of a sample's neighbours on its label.</summary>
/// <param name="Sample">Its index.</param>
/// <param name="Own">The class it is labelled as.</param>
/// <param name="Winner">The class that most of its neighbours have; a tie goes to the sample's own, then to the lowest.</param>
/// <param name="Share">The share of its labelled neighbours that are of the winning class, 0 to 1.</param>
public readonly record struct LabelVote(int Sample, int Own, int Winner, double Share)
{
    /// <summary>Whether more than half of the neighbours agree on another class.</summary>
    public bool Disagrees => Winner != Own && Share > 0.5;
}
