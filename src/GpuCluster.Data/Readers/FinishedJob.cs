using System.Globalization;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Jobs;

namespace GpuCluster.Data.Readers;

/// <summary>
/// The folder of a finished job as data: its vectors and its neighbours, with labels, columns and pictures of the data that it was made of
/// where that is still there.
/// </summary>
internal static class FinishedJob
{
    /// <summary>Reads the vectors; the neighbours are read when they are wanted.</summary>
    /// <exception cref="UnusableInputException">The job is not finished, damaged, or of another version.</exception>
    public static Dataset Read(string folder, DatasetOptions options, CancellationToken cancellation)
    {
        JobManifest manifest = JobManifest.Read(folder, out string hash);
        UnitStore store = new(folder, hash);
        CheckFinished(folder, manifest, store, cancellation);
        FinishedGraph graph = new(manifest, store);
        int[] rows = graph.Rows ?? [.. Enumerable.Range(0, manifest.Rows)];
        if (options.Limit < rows.Length)
            rows = rows[..options.Limit.Value];
        EmbeddingDataset read = new(InputFile.NameOf(folder), VectorsOf(manifest, store, rows, options.Progress, cancellation), null)
        {
            Rows = SampleRows.Of(manifest.Rows, rows),
            Notes = [new DatasetNote(NoteOf(folder, manifest, graph))],
            Neighbours =
                rows.Length == graph.Samples
                    ? new DatasetNeighbours(
                        manifest.Settings.Neighbours,
                        manifest.Settings.Metric,
                        stop => GraphOf(folder, manifest, graph, stop)
                    )
                    : null,
        };
        return WithSource(read, folder, manifest, options, rows, cancellation);
    }

    private static void CheckFinished(string folder, JobManifest manifest, UnitStore store, CancellationToken cancellation)
    {
        UnitPlan plan = new(manifest);
        int left = store.Finished(plan.Count).Count(isFinished => !isFinished);
        if (left > 0)
        {
            throw new UnusableInputException(
                $"{folder}: {left} of {plan.Count} units of this job are not finished; let workers do them first"
            );
        }

        foreach (UnitStage stage in plan.Stages.Where(stage => stage.Kind is UnitKind.Embed or >= UnitKind.Merge))
        {
            for (int unit = stage.First; unit < stage.First + stage.Count; unit++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (!store.IsWhole(unit))
                {
                    throw new UnusableInputException(
                        $"{folder}: the output of unit {unit} ({plan.NameOf(unit)}) is damaged; let a worker make it again"
                    );
                }
            }
        }
    }

    private static string NoteOf(string folder, JobManifest manifest, FinishedGraph graph) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{folder}: vectors and {manifest.Settings.Neighbours} neighbours of a job, recall {graph.Recall:0.000}"
        );

    private static EmbeddingMatrix VectorsOf(
        JobManifest manifest,
        UnitStore store,
        int[] rows,
        Action<double>? progress,
        CancellationToken cancellation
    )
    {
        EmbeddingBuffer? vectors = null;
        int columns = 0;
        for (int at = 0; at < rows.Length; )
        {
            cancellation.ThrowIfCancellationRequested();
            int shard = rows[at] / manifest.RowsPerShard,
                first = manifest.FirstRow(shard);
            float[] values = store.ReadAll<float>(StageNames.Embed, shard, StageNames.Vectors);
            if (vectors is null)
            {
                columns = values.Length / manifest.RowsOf(shard);
                vectors = new EmbeddingBuffer(rows.Length, Math.Max(1, columns));
            }

            if (columns < 1 || values.Length != (long)manifest.RowsOf(shard) * columns)
            {
                throw new UnusableInputException(
                    $"{store.PathOf(StageNames.Embed, shard, StageNames.Vectors)}: vectors of another size; let a worker make it again"
                );
            }

            for (; at < rows.Length && rows[at] / manifest.RowsPerShard == shard; at++)
                values.AsSpan((rows[at] - first) * columns, columns).CopyTo(vectors.Row(at));
            progress?.Invoke(at / (double)rows.Length);
        }

        return vectors?.Take() ?? throw new UnusableInputException($"{manifest.Source.Path}: no sample of this job has a vector");
    }

    private static KnnGraph GraphOf(string folder, JobManifest manifest, FinishedGraph graph, CancellationToken cancellation)
    {
        int k = manifest.Settings.Neighbours;
        long length = (long)graph.Samples * k;
        int[] indices = HostMemory.Allocate<int>(length, folder);
        float[] distances = HostMemory.Allocate<float>(length, folder);
        Fill(indices, graph.Indices(), cancellation);
        Fill(distances, graph.Distances(), cancellation);
        return new KnnGraph(graph.Samples, k, indices, distances);
    }

    private static void Fill<T>(T[] values, IEnumerable<T[]> parts, CancellationToken cancellation)
    {
        int at = 0;
        foreach (T[] part in parts)
        {
            cancellation.ThrowIfCancellationRequested();
            part.CopyTo(values, at);
            at += part.Length;
        }
    }

    // What only the data itself knows.
    private static EmbeddingDataset WithSource(
        EmbeddingDataset read,
        string folder,
        JobManifest manifest,
        DatasetOptions options,
        int[] rows,
        CancellationToken cancellation
    )
    {
        string? data = manifest.Source.Find(Path.Combine(folder, JobManifest.FileName), out _, cancellation);
        if (data is null)
            return Without(read, $"{manifest.Source.Path}: no longer there, or changed since the job was created");
        DatasetOptions own = manifest.Source.Options;
        try
        {
            Dataset source = DatasetReader.Read(data, own with { LabelsPath = options.LabelsPath ?? own.LabelsPath }, cancellation);
            if (source.Count != manifest.Rows)
                return Without(read, $"{data}: {source.Count} samples, where {folder} has {manifest.Rows}");
            Dataset picked = source.Pick(rows);
            return read with
            {
                Labels = picked.Labels,
                Columns = picked.Columns,
                Rows = picked.Rows,
                SourceRows = picked.SourceRows,
                SourceCount = picked.SourceCount,
                SourcePaths = picked.SourcePaths,
                Warnings = picked.Warnings,
                Files = picked.Paths,
                Pictures = picked switch
                {
                    EmbeddingDataset vectors => vectors.Pictures,
                    ImageDataset or ImageFileDataset => () => picked.OpenThumbnails()!,
                    _ => null,
                },
            };
        }
        catch (UnusableInputException e)
        {
            return Without(read, e.Message);
        }
    }

    private static EmbeddingDataset Without(EmbeddingDataset read, string fault) =>
        read with
        {
            Warnings = [.. read.Warnings, $"{fault}: vectors and neighbours are read, and no labels, columns or pictures"],
        };
}
