using GpuCluster.Compute.Host.Joins;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Jobs;

namespace GpuCluster.Jobs.Stages;

/// <summary>The true neighbours of a few rows in the whole data, shard by shard: memory for one shard.</summary>
/// <param name="manifest">Of the job.</param>
/// <param name="vectors">Its vectors.</param>
/// <param name="threads">Threads at most.</param>
internal sealed class ExactLists(JobManifest manifest, ShardVectors vectors, int threads)
{
    /// <summary>Questions at a time.</summary>
    private const int MaxQuestions = 4096;

    /// <summary>Finds the k - 1 nearest others of rows that have a vector.</summary>
    /// <param name="rows">Ascending.</param>
    /// <param name="found">Called with a place in <paramref name="rows"/>, another row and its distance.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UnusableInputException">Fewer than k rows have a vector.</exception>
    public void Find(int[] rows, Action<int, int, float> found, CancellationToken cancellation)
    {
        int k = manifest.Settings.Neighbours;
        for (int start = 0; start < rows.Length; start += MaxQuestions)
        {
            int[] asked = rows[start..Math.Min(start + MaxQuestions, rows.Length)];
            EmbeddingMatrix questions = vectors.Pick(asked);
            int all = 0;
            foreach ((EmbeddingMatrix searched, int[] numbers) in vectors.Blocks())
            {
                all += numbers.Length;
                if (numbers.Length == 0)
                    continue;

                // One more, as the question itself is among them.
                int wanted = Math.Min(k, numbers.Length);
                (int[] indices, float[] distances) = NearestAmong.Search(
                    Joined(searched, questions),
                    numbers.Length,
                    wanted,
                    manifest.Settings.Metric,
                    threads,
                    cancellation
                );
                for (int i = 0; i < indices.Length; i++)
                {
                    int question = i / wanted,
                        other = numbers[indices[i]];
                    if (other != asked[question])
                        found(start + question, other, distances[i]);
                }
            }

            if (all < k)
            {
                throw new UnusableInputException(
                    $"{manifest.Source.Path}: {all} of {manifest.Rows} samples have a vector, and {k} neighbours of each are asked for; "
                        + "create a job of fewer neighbours"
                );
            }
        }
    }

    /// <summary>Rows of one matrix after those of another.</summary>
    public static EmbeddingMatrix Joined(EmbeddingMatrix first, EmbeddingMatrix second)
    {
        float[] values = new float[first.Length + second.Length];
        for (int row = 0; row < first.Rows; row++)
            first.Row(row).CopyTo(values.AsSpan(row * first.Columns));
        for (int row = 0; row < second.Rows; row++)
            second.Row(row).CopyTo(values.AsSpan((first.Rows + row) * first.Columns));
        return new EmbeddingMatrix(first.Rows + second.Rows, first.Columns, values);
    }
}
