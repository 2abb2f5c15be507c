namespace GpuCluster.Core.Layouts.Tsne;

/// <summary>
/// Student's t distribution by which t-SNE measures closeness. As in scikit-learn, its degrees of freedom are one less than the layout's
/// dimensions: three dimensions have more room at a distance, and heavier tails make clusters looser (van der Maaten 2009).
/// </summary>
public interface ITsneKernel
{
    /// <summary>Degrees of freedom, 1 or 2.</summary>
    static abstract int Freedom { get; }
}

/// <summary>In two dimensions.</summary>
public readonly struct PlaneKernel : ITsneKernel
{
    public static int Freedom => 1;
}

/// <summary>In three dimensions.</summary>
public readonly struct SpaceKernel : ITsneKernel
{
    public static int Freedom => 2;
}
