using System.Numerics;

namespace GpuCluster.Core.Streaming;

/// <summary>
/// One host copy of an epoch's positions that everything but drawing shares: history, figures, bounds, colours. What keeps it past a call holds it by <see cref="Hold"/> and lets go
/// by <see cref="Release"/>; after the last release the array serves a later epoch. Counting is safe from any thread.
/// </summary>
public sealed class SharedPositions : IPositionTarget
{
    private readonly SharedPositionsPool _pool;
    private readonly Vector4[] _positions;
    private int _holders;

    internal SharedPositions(SharedPositionsPool pool, int count)
    {
        _pool = pool;
        _positions = new Vector4[count];
    }

    /// <summary>The n positions (x, y, z, unused). Read only, as others read them too.</summary>
    public ReadOnlySpan<Vector4> Values => _positions;

    /// <summary>The epoch, counted along the timeline.</summary>
    public int Epoch { get; internal set; }

    /// <inheritdoc/>
    public int Count => _positions.Length;

    /// <inheritdoc/>
    ExportedMemory? IPositionTarget.Exported => null;

    /// <inheritdoc/>
    Span<Vector4> IPositionTarget.Positions => _positions;

    /// <summary>Keeps the positions; the caller holds them already or is being handed them.</summary>
    /// <returns>The same.</returns>
    public SharedPositions Hold()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    /// <summary>Lets go of them. They must not be read afterwards.</summary>
    /// <exception cref="InvalidOperationException">Released more often than held.</exception>
    public void Release()
    {
        switch (Interlocked.Decrement(ref _holders))
        {
            case 0:
                _pool.Return(this);
                break;
            case < 0:
                throw new InvalidOperationException("Positions were released more often than held.");
        }
    }
}
