using GpuCluster.Data.Files;
using GpuCluster.Data.Jobs;
using GpuCluster.Data.Parts;

namespace GpuCluster.Jobs.Stages;

/// <summary>Collects what a unit writes.</summary>
/// <param name="store">Where it goes.</param>
/// <param name="cancellation">Stops the writing.</param>
internal sealed class UnitOutput(UnitStore store, CancellationToken cancellation)
{
    private readonly List<(string Path, PartCheck Check)> _files = [];

    /// <summary>The files so far.</summary>
    public IReadOnlyList<(string Path, PartCheck Check)> Files => _files;

    /// <summary>Writes a matrix.</summary>
    public void Write<T>(string stage, int index, string name, int columns, ReadOnlyMemory<T> values)
        where T : unmanaged
    {
        string path = store.PathOf(stage, index, name);
        AtomicFile.MakeFolder(Path.GetDirectoryName(path)!);
        _files.Add((path, PartFile.Write(path, columns, values, cancellation)));
    }
}
