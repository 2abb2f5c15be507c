using System.Numerics;
using GpuCluster.Core.Graphs;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>A layout that can be changed while it runs. Changes count from the next <see cref="ILayoutStepper.Step"/> on. Used by one thread at a time.</summary>
public interface ISteerableStepper : IContinuingStepper
{
    /// <summary>The graph it was made of.</summary>
    LayoutGraph Graph { get; }

    /// <summary>Where a restart goes back to.</summary>
    Layout Initial { get; }

    /// <summary>What the next epoch runs with.</summary>
    UmapOptions Options { get; }

    /// <summary>
    /// Changes learning rate, repulsion, negative samples, least distance or spread. The number of neighbours, of dimensions and the seed belong to the graph and
    /// to the initial layout: a value of them that differs is refused. <see cref="UmapOptions.Epochs"/> counts from the next <see cref="ILayoutStepper.Restart"/> on.
    /// </summary>
    /// <exception cref="ArgumentException">An impossible value; the message says which and why.</exception>
    void Steer(UmapOptions options);

    /// <summary>Puts points elsewhere.</summary>
    /// <param name="points">Indices, each at most once.</param>
    /// <param name="positions">As many positions; z counts only in three dimensions. Finite.</param>
    void Move(ReadOnlySpan<int> points, ReadOnlySpan<Vector3> positions);

    /// <summary>
    /// Holds points where they are: others feel them, they feel nothing. Replaces what was pinned before; empty lets all go. Only <see cref="Move"/> and <see cref="ILayoutStepper.Restart"/>, which brings every point back to its initial place, put them elsewhere; they stay pinned there.
    /// </summary>
    /// <param name="points">Indices, each at most once.</param>
    void Pin(ReadOnlySpan<int> points);

    /// <summary>The loss of the present layout, cross entropy per edge: attraction over all edges exactly, repulsion over a seeded sample of pairs. <see cref="UmapLoss"/> has the formula.</summary>
    LayoutLoss Loss();
}
