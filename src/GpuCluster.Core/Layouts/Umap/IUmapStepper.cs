using System.Numerics;
using GpuCluster.Core.Graphs;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>
/// A layout that can be changed while it runs. Changes take effect at the next <see cref="ILayoutStepper.Step"/>. Used by one thread at a
/// time.
/// </summary>
public interface IUmapStepper : IContinuingStepper
{
    /// <summary>The graph that is laid out.</summary>
    LayoutGraph Graph { get; }

    /// <summary>The positions that a restart returns to.</summary>
    Layout Initial { get; }

    /// <summary>The options of the next epoch.</summary>
    UmapOptions Options { get; }

    /// <summary>
    /// Changes learning rate, repulsion, negative samples, least distance or spread. The number of neighbours, of dimensions and the seed
    /// belong to the graph and to the initial layout: changing them is refused. <see cref="UmapOptions.Epochs"/> takes effect at the next
    /// <see cref="ILayoutStepper.Restart"/>.
    /// </summary>
    /// <exception cref="ArgumentException">An invalid value; the message says which and why.</exception>
    void Steer(UmapOptions options);

    /// <summary>Moves points.</summary>
    /// <param name="points">Indices, each at most once.</param>
    /// <param name="positions">One finite position for each point; z is ignored in two dimensions.</param>
    void Move(ReadOnlySpan<int> points, ReadOnlySpan<Vector3> positions);

    /// <summary>
    /// Pins points: they act on other points but do not move. Replaces the previous set; empty unpins all. Only <see cref="Move"/> and
    /// <see cref="ILayoutStepper.Restart"/>, which returns every point to its initial position, move pinned points; they stay pinned there.
    /// </summary>
    /// <param name="points">Indices, each at most once.</param>
    void Pin(ReadOnlySpan<int> points);

    /// <summary>
    /// The loss of the present layout, cross entropy per edge: attraction over all edges exactly, repulsion over a seeded sample of pairs.
    /// <see cref="UmapLoss"/> has the formula.
    /// </summary>
    LayoutLoss Loss();
}
