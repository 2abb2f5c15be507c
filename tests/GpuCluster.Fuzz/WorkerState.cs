using System.IO.MemoryMappedFiles;

namespace GpuCluster.Fuzz;

/// <summary>What a worker does now, in a file that its parent reads, also after a crash.</summary>
internal sealed class WorkerState : IDisposable
{
    /// <summary>Numbers of a chain at most.</summary>
    public const int MaxChain = 16;

    private const int Longs = 8 + MaxChain;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    public WorkerState(string path)
    {
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, null, Longs * sizeof(long));
        _view = _file.CreateViewAccessor();
    }

    /// <summary>The case that runs, or the next one where none does.</summary>
    public long Number
    {
        get => _view.ReadInt64(0);
        set => _view.Write(0, value);
    }

    /// <summary>Files that were read.</summary>
    public long Read
    {
        get => _view.ReadInt64(8);
        set => _view.Write(8, value);
    }

    /// <summary>Files that were refused.</summary>
    public long Refused
    {
        get => _view.ReadInt64(16);
        set => _view.Write(16, value);
    }

    /// <summary>Branches that were taken.</summary>
    public long Branches
    {
        get => _view.ReadInt64(24);
        set => _view.Write(24, value);
    }

    /// <summary>The case's numbers.</summary>
    public IReadOnlyList<long> Chain
    {
        get => [.. Enumerable.Range(0, (int)_view.ReadInt64(32)).Select(i => _view.ReadInt64(40 + (8 * i)))];
        set
        {
            _view.Write(32, (long)value.Count);
            for (int i = 0; i < value.Count; i++)
                _view.Write(40 + (8 * i), value[i]);
        }
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }
}
