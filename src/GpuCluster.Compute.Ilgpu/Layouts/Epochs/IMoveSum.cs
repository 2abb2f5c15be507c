using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Layouts.Epochs;

/// <summary>How moves of one coordinate are summed by threads that add at the same time.</summary>
/// <typeparam name="TSum">What a sum is kept in; its default is 0.</typeparam>
internal interface IMoveSum<TSum>
    where TSum : unmanaged
{
    /// <summary>Adds a move atomically.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="at">Which of them.</param>
    /// <param name="move">The move, in the layout's units.</param>
    static abstract void Add(ArrayView<TSum> sums, int at, float move);

    /// <summary>A sum in the layout's units.</summary>
    static abstract float Of(TSum sum);
}
