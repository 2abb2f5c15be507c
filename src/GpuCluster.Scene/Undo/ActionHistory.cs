namespace GpuCluster.Scene.Undo;

/// <summary>
/// What was done to the selection and to the layout, in one order, so that undo goes back through both. The oldest actions are dropped when
/// their number or their memory exceeds the bound. Frame thread.
/// </summary>
public sealed class ActionHistory
{
    /// <summary>Actions that are kept at most.</summary>
    public const int MaxActions = 1000;

    /// <summary>Memory of moved points that is kept at most; the newest action is kept in any case.</summary>
    public const long MaxBytes = 64L << 20;

    private readonly List<SceneAction> _actions = [];
    private int _done;

    /// <summary>Actions that were done when the scene was saved; -1 where undo no longer leads there.</summary>
    private int _saved;
    private long _bytes;

    /// <summary>Whether there is something to undo.</summary>
    public bool CanUndo => _done > 0;

    /// <summary>Whether there is something to redo.</summary>
    public bool CanRedo => _done < _actions.Count;

    /// <summary>Whether work was done, or taken back, since the scene was opened or saved.</summary>
    public bool HasUnsaved => _saved < 0 || _actions[Math.Min(_saved, _done)..Math.Max(_saved, _done)].Exists(action => action.IsWork);

    /// <summary>Adds what has just been done; what could be redone is dropped.</summary>
    public void Add(SceneAction action)
    {
        if (_done < _saved)
            _saved = _actions[_done.._saved].Exists(gone => gone.IsWork) ? -1 : _done;
        for (int i = _done; i < _actions.Count; i++)
            _bytes -= _actions[i].Bytes;
        _actions.RemoveRange(_done, _actions.Count - _done);
        if (action.Series is not null && _done > 0 && _done != _saved && _actions[^1].Series == action.Series)
        {
            _actions[^1] = action with { Undo = _actions[^1].Undo };
            return;
        }

        _actions.Add(action);
        _done++;
        _bytes += action.Bytes;
        while (_actions.Count > 1 && (_actions.Count > MaxActions || _bytes > MaxBytes))
            DropOldest();
    }

    /// <summary>Takes the last action back.</summary>
    public void Undo()
    {
        if (CanUndo)
            _actions[--_done].Undo();
    }

    /// <summary>Does the next action again.</summary>
    public void Redo()
    {
        if (CanRedo)
            _actions[_done++].Redo();
    }

    /// <summary>The scene has been saved as it is, or opened.</summary>
    public void MarkSaved() => _saved = _done;

    /// <summary>The scene is in no file that its user knows; saving makes up for it.</summary>
    public void MarkUnsaved() => _saved = -1;

    private void DropOldest()
    {
        // Work that can no longer be seen was done since: only saving makes up for it.
        if (_saved == 0 && _actions[0].IsWork)
            _saved = -1;
        else if (_saved > 0)
            _saved--;
        _bytes -= _actions[0].Bytes;
        _actions.RemoveAt(0);
        _done--;
    }
}
