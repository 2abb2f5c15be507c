using GpuCluster.Core.Progress;
using GpuCluster.Data;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Pipeline.Similarity;

/// <summary>Chooses the member of each group that is kept.</summary>
public static class KeepStage
{
    /// <summary>Chooses.</summary>
    /// <param name="rule">What decides.</param>
    /// <param name="dataset">n samples.</param>
    /// <param name="groups">Members of each group, 1 or more; the centre of a star first, else ascending.</param>
    /// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
    /// <param name="progress">Receives the stage.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>One member of each group.</returns>
    public static int[] Run(
        KeepRule rule,
        Dataset dataset,
        IReadOnlyList<int[]> groups,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        int[] kept = new int[groups.Count];
        int done = 0;
        progress.Begin(StageNames.Keep, $"{groups.Count} groups");
        Parallel.For(
            0,
            groups.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            group =>
            {
                kept[group] = rule.Choose(dataset, groups[group], cancellation);
                progress.Report((double)Interlocked.Increment(ref done) / groups.Count);
            }
        );
        return kept;
    }
}
