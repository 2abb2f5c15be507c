using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Data;
using GpuCluster.Data.Jobs;
using GpuCluster.Data.Readers;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.Jobs.Stages;

/// <summary>Samples to vectors, a shard at a time. The data and the model are opened and compared with the manifest once.</summary>
/// <param name="folder">The job.</param>
/// <param name="manifest">Its manifest.</param>
/// <param name="settings">Device, threads, and the model where it lies elsewhere on this machine.</param>
/// <param name="progress">Receives warnings.</param>
internal sealed class EmbedStage(string folder, JobManifest manifest, EmbeddingSettings settings, IStageProgress progress)
{
    private readonly Lock _opening = new();
    private Dataset? _dataset;
    private EmbeddingSettings? _checked;

    /// <summary>Makes the vectors of a shard; a row without one is NaN.</summary>
    public void Work(int shard, UnitOutput output, CancellationToken cancellation)
    {
        (Dataset dataset, EmbeddingSettings embedding) = Open(cancellation);
        int first = manifest.FirstRow(shard),
            count = manifest.RowsOf(shard);
        float[] values;
        int columns;
        if (dataset is EmbeddingDataset { Embedding: { } ready })
        {
            columns = ready.Columns;
            values = ValuesOf(ready, first, count);
        }
        else
        {
            Dataset part = dataset.Pick([.. Enumerable.Range(first, count)]);
            SampleVectors found = DatasetStage.Embed(part, embedding, progress, cancellation);
            columns = found.Vectors.Columns;

            // Rows of the part are its samples: those that were kept have ascending numbers.
            int[] kept = KeptOf(part, found.Dataset);
            values = Values(found.Vectors, kept, count);
        }

        output.Write<float>(StageNames.Embed, shard, StageNames.Vectors, columns, values);
    }

    private static int[] KeptOf(Dataset part, Dataset found)
    {
        int[] kept = new int[found.Count];
        int sample = 0;
        for (int at = 0; at < kept.Length; at++)
        {
            while (part.Rows.RowOf(sample) != found.Rows.RowOf(at))
                sample++;
            kept[at] = sample++;
        }

        return kept;
    }

    private static float[] Values(EmbeddingMatrix vectors, int[] kept, int count)
    {
        float[] values = new float[(long)count * vectors.Columns];
        Array.Fill(values, float.NaN);
        for (int row = 0; row < vectors.Rows; row++)
            vectors.Row(row).CopyTo(values.AsSpan(kept[row] * vectors.Columns));
        return values;
    }

    // Without a look at the rows of other shards, which would bring a mapped file into this process's memory.
    private static float[] ValuesOf(EmbeddingMatrix vectors, int first, int count)
    {
        float[] values = new float[(long)count * vectors.Columns];
        for (int row = 0; row < count; row++)
            vectors.UncheckedRow(first + row).CopyTo(values.AsSpan(row * vectors.Columns));
        vectors.LetGo();
        if (Array.Exists(values, value => !float.IsFinite(value)))
            vectors.Check();
        return values;
    }

    private (Dataset Dataset, EmbeddingSettings Settings) Open(CancellationToken cancellation)
    {
        lock (_opening)
        {
            if (_dataset is { } known)
                return (known, _checked!);
            string path =
                manifest.Source.Find(Path.Combine(folder, JobManifest.FileName), out _, cancellation)
                ?? throw new UnusableInputException(
                    $"{manifest.Source.Path}: the data of the job {folder} is not there, or was changed since the job was created; put it "
                        + "back, or create another job"
                );
            EmbeddingSettings embedding = settings with { Model = ModelOf() };
            Dataset dataset = DatasetReader.Read(path, manifest.Source.Options with { ChecksLate = true }, cancellation);
            if (dataset.Count != manifest.Rows)
            {
                throw new UnusableInputException(
                    $"{path}: {dataset.Count} samples, and the job {folder} was created of {manifest.Rows}; put the data back, or create "
                        + "another job"
                );
            }

            _checked = embedding;
            return (_dataset = dataset, embedding);
        }
    }

    private ModelFolder? ModelOf()
    {
        if (manifest.Model is not { } model)
            return null;
        ModelFolder found = settings.Model ?? ModelFolder.Open(model.Path);
        string hash = ModelHash.Of(found, OnnxDevice.Host);
        return hash == model.Hash
            ? found
            : throw new UnusableInputException(
                $"{found.Path}: not the model of the job {folder}: its hash is {hash}, and the job was created with {model.Hash}; copy the "
                    + "model's folder from where the job was created"
            );
    }
}
