using System.Runtime.ExceptionServices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Data.Files;
using GpuCluster.Data.Jobs;
using GpuCluster.Data.Npy;
using GpuCluster.Jobs.Stages;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Jobs;

/// <summary>
/// A job in a folder, on a local disk or a shared mount: manifest.json says what is to be done, done/ which units are finished, and a
/// folder for each stage holds their outputs. Several processes and machines may work on it at once. Thread-safe.
/// </summary>
public sealed class JobFolder : IUnits
{
    private readonly UnitStore _store;
    private readonly EmbedStage _embed;
    private readonly ClusterStages _clusters;
    private readonly GraphStages _graph;

    private JobFolder(string folder, JobManifest manifest, string hash, EmbeddingSettings settings, IStageProgress progress)
    {
        Folder = folder;
        Manifest = manifest;
        ManifestHash = hash;
        Name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        Plan = new UnitPlan(manifest);
        _store = new UnitStore(folder, hash);
        ShardVectors vectors = new(manifest, _store);
        _embed = new EmbedStage(folder, manifest, settings, progress);
        _clusters = new ClusterStages(manifest, _store, vectors, settings.Threads);
        _graph = new GraphStages(manifest, _store, vectors, settings.Threads);
    }

    /// <summary>The folder as it was given.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string ManifestHash { get; }

    /// <inheritdoc/>
    public int Count => Plan.Count;

    /// <summary>What is to be done.</summary>
    public JobManifest Manifest { get; }

    /// <summary>The units by their numbers.</summary>
    public UnitPlan Plan { get; }

    /// <summary>Creates a job; does nothing where the same job is there already.</summary>
    /// <param name="folder">Where; created if it is not there.</param>
    /// <param name="manifest">What is to be done.</param>
    /// <exception cref="UnusableInputException">A file or another job has this name, or it cannot be created here.</exception>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public static void Create(string folder, JobManifest manifest)
    {
        _ = new UnitPlan(manifest);
        AtomicFile.MakeFolder(folder);
        byte[] bytes = manifest.ToBytes();
        string path = Path.Combine(folder, JobManifest.FileName);
        if (File.Exists(path))
        {
            if (JobManifest.HashOf(folder) == JobManifest.HashOf(bytes))
                return;
            throw new UnusableInputException($"{folder}: another job is there; remove its folder or choose another");
        }

        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Opens a job to work on it.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="settings">Device and threads of this machine; its model, if any, in place of the path in the manifest.</param>
    /// <param name="progress">Receives warnings.</param>
    /// <exception cref="UnusableInputException">The folder is no job, or one of another version.</exception>
    public static JobFolder Open(string folder, EmbeddingSettings settings, IStageProgress progress)
    {
        JobManifest manifest = JobManifest.Read(folder, out string hash);
        manifest.CheckAlgorithms(folder);
        return new JobFolder(folder, manifest, hash, settings, progress);
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> Ready() => Plan.Ready(Finished());

    /// <inheritdoc/>
    public bool IsFinished(int unit) => _store.IsWhole(unit);

    /// <summary>Whether a unit is finished as far as its mark and the lengths of its outputs say, which costs less to ask.</summary>
    public bool LooksFinished(int unit) => _store.LooksFinished(unit);

    /// <summary>The same of all units, with one look at the folder.</summary>
    public bool[] Finished() => _store.Finished(Count);

    /// <summary>Reads all outputs through, and takes the marks of damaged ones away: they are then among <see cref="Ready"/>.</summary>
    /// <returns>The units that are damaged or missing.</returns>
    public IReadOnlyList<int> Check(CancellationToken cancellation)
    {
        List<int> damaged = [];
        for (int unit = 0; unit < Count; unit++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (IsFinished(unit))
                continue;
            _store.Unmark(unit);
            damaged.Add(unit);
        }

        return damaged;
    }

    /// <inheritdoc/>
    public void Work(int unit, CancellationToken cancellation)
    {
        if (JobManifest.HashOf(Folder) != ManifestHash)
        {
            throw new UnusableInputException(
                $"{Path.Combine(Folder, JobManifest.FileName)}: was changed since this worker opened it; put it back, or start the workers "
                    + "again to do the changed job"
            );
        }

        Ensure(unit, cancellation);
    }

    /// <summary>Writes the finished graph: indices (n, k) and distances (n, k), a sample first among its own.</summary>
    /// <param name="path">The .npz.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <returns>Samples, and the recall: 1 for an exact job.</returns>
    /// <exception cref="UnusableInputException">The job is not finished.</exception>
    public (int Samples, double Recall) Finish(string path, CancellationToken cancellation)
    {
        FinishedGraph graph = Graph(cancellation);
        NeighboursWriter.Write(path, graph.Samples, Manifest.Settings.Neighbours, graph.Indices, graph.Distances, graph.Rows, cancellation);
        return (graph.Samples, graph.Recall);
    }

    /// <summary>The finished graph, shard by shard.</summary>
    /// <param name="cancellation">Stops the making of damaged parts.</param>
    /// <exception cref="UnusableInputException">The job is not finished.</exception>
    internal FinishedGraph Graph(CancellationToken cancellation)
    {
        int left = Finished().Count(isFinished => !isFinished);
        if (left > 0)
            throw new UnusableInputException($"{Folder}: {left} of {Count} units are not finished; let workers do them first");

        // What was damaged meanwhile is made again.
        foreach (UnitStage stage in Plan.Stages.Where(stage => stage.Kind >= UnitKind.Merge))
        {
            for (int unit = stage.First; unit < stage.First + stage.Count; unit++)
                Work(unit, cancellation);
        }

        return new FinishedGraph(Manifest, _store);
    }

    private void Ensure(int unit, CancellationToken cancellation)
    {
        if (IsFinished(unit))
            return;

        // A damaged input is made again before it is read.
        foreach (int input in Plan.InputsOf(unit))
            Ensure(input, cancellation);

        cancellation.ThrowIfCancellationRequested();
        UnitOutput output = new(_store, cancellation);
        try
        {
            Do(unit, output, cancellation);
            _store.Finish(unit, output.Files, cancellation);
        }
        catch (AggregateException e) when (e.Flatten().InnerExceptions.FirstOrDefault(IsKnown) is { } known)
        {
            ExceptionDispatchInfo.Throw(known);
        }
    }

    private static bool IsKnown(Exception exception) => exception is UnusableInputException or MachineFaultException;

    private void Do(int unit, UnitOutput output, CancellationToken cancellation)
    {
        (UnitKind kind, int index) = Plan[unit];
        switch (kind)
        {
            case UnitKind.Embed:
                _embed.Work(index, output, cancellation);
                break;
            case UnitKind.Centres:
                _clusters.Centres(output, cancellation);
                break;
            case UnitKind.Assign:
                _clusters.Assign(index, output, cancellation);
                break;
            case UnitKind.Cluster:
                _clusters.Cluster(index, output, cancellation);
                break;
            case UnitKind.Pair:
                _clusters.Pair(index, output, cancellation);
                break;
            case UnitKind.Merge:
                _graph.Merge(index, Plan.InputsOf(unit).Select(input => Plan[input].Index), output, cancellation);
                break;
            case UnitKind.Recall:
                _graph.Recall(StageNames.Graph, 0, output, cancellation);
                break;
            case UnitKind.Descent:
                _graph.Descend(index, output, cancellation);
                break;
            default:
                _graph.Recall(FinishedGraph.PlaceOf(Manifest, _store), 1, output, cancellation);
                break;
        }
    }
}
