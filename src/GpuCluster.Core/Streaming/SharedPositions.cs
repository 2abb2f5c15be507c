using System.Numerics;

namespace GpuCluster.Core.Streaming;

/// <summary>
/// One host copy of an epoch's positions that everything but drawing shares: history, figures, bounds, colours. A user that keeps it past a
/// call takes a reference with <see cref="Hold"/> and drops it with <see cref="Release"/>; after the last release the array is reused for a
/// later epoch. The reference count is thread-safe.
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

    /// <summary>Adds a reference; the caller already holds one or is receiving one.</summary>
    /// <returns>This object.</returns>
    public SharedPositions Hold()
    {
        Interlocked.Increment(ref _holders);
        return this;
    }

    /// <summary>Drops a reference. The caller must not read the positions afterwards.</summary>
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
