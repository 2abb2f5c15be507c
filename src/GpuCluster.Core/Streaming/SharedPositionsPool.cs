using System.Collections.Concurrent;

namespace GpuCluster.Core.Streaming;

/// <summary>
/// Arrays for the host copies of a layout's epochs. It allocates as many as are held at a time, usually a few; none is garbage-collected
/// while the layout runs.
/// </summary>
/// <param name="count">n.</param>
public sealed class SharedPositionsPool(int count)
{
    private readonly ConcurrentBag<SharedPositions> _free = [];

    /// <summary>Positions to write, with one reference, held by the caller.</summary>
    /// <param name="epoch">The epoch, counted along the timeline.</param>
    public SharedPositions Rent(int epoch)
    {
        SharedPositions positions = _free.TryTake(out SharedPositions? free) ? free : new SharedPositions(this, count);
        positions.Epoch = epoch;
        return positions.Hold();
    }

    internal void Return(SharedPositions positions) => _free.Add(positions);
}
