namespace GpuCluster.Scene.Selection;

/// <summary>
/// The undo history: a list of states and the present position in it. The oldest are dropped when memory exceeds the bound.
/// </summary>
internal sealed class SelectionHistory
{
    /// <summary>A record, its place in the list, and the sets' headers.</summary>
    private const long BytesPerState = 256;

    private readonly List<(SelectionState State, long Bytes)> _states;
    private readonly long _maxBytes;
    private int _at;

    /// <param name="first">The initial state.</param>
    /// <param name="maxBytes">Memory of all states together; the present one and one to undo to are kept in any case.</param>
    public SelectionHistory(SelectionState first, long maxBytes)
    {
        _states = [(first, BytesPerState + first.BytesBeside(null))];
        _maxBytes = maxBytes;
        Bytes = _states[0].Bytes;
    }

    public SelectionState Current => _states[_at].State;

    public long Bytes { get; private set; }

    public bool CanUndo => _at > 0;

    public bool CanRedo => _at < _states.Count - 1;

    /// <summary>Adds a new state and drops the states that could be redone.</summary>
    public void Push(SelectionState state)
    {
        for (int i = _states.Count - 1; i > _at; i--)
            Bytes -= _states[i].Bytes;
        _states.RemoveRange(_at + 1, _states.Count - _at - 1);
        long bytes = BytesPerState + state.BytesBeside(Current);
        _states.Add((state, bytes));
        _at++;
        Bytes += bytes;
        while (Bytes > _maxBytes && _at > 1)
            DropOldest();
    }

    public void Undo() => _at -= CanUndo ? 1 : 0;

    public void Redo() => _at += CanRedo ? 1 : 0;

    // The next state now owns the sets that it shared with the oldest.
    private void DropOldest()
    {
        Bytes -= _states[0].Bytes + _states[1].Bytes;
        SelectionState next = _states[1].State;
        _states[1] = (next, BytesPerState + next.BytesBeside(null));
        Bytes += _states[1].Bytes;
        _states.RemoveAt(0);
        _at--;
    }
}
