using GpuCluster.Core.Layouts;
using GpuCluster.Core.Quality;
using GpuCluster.Core.Samples;

namespace GpuCluster.Compute.Host.Quality;

/// <summary>
/// How well a sample's class is told from its neighbours in a layout: the mean accuracy of a k-nearest-neighbour vote in stratified
/// cross-validation, what scikit-learn's cross_val_score(KNeighborsClassifier(k), layout, labels, cv=folds).mean() is. One tree over all
/// samples serves every fold: a sample's own fold is left out of its search.
/// </summary>
public static class KnnAccuracy
{
    /// <summary>Measures it over the samples that have a label.</summary>
    /// <param name="layout">n positions.</param>
    /// <param name="labels">n labels.</param>
    /// <param name="k">Neighbours that vote; a tied vote goes to the lowest class.</param>
    /// <param name="folds">2 or more.</param>
    /// <param name="threads">Threads to use at most.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>
    /// 0 to 1, or null where no class has as many members as there are folds, or a fold leaves fewer than k samples to vote.
    /// </returns>
    public static double? Measure(Layout layout, SampleLabels labels, int k, int folds, int threads, CancellationToken cancellation)
    {
        int[] labelled = [.. Enumerable.Range(0, layout.Count).Where(i => labels.ClassOf[i] >= 0)];
        int[] classOf = Array.ConvertAll(labelled, i => labels.ClassOf[i]);
        if (StratifiedFolds.Of(classOf, folds) is not { } foldOf)
            return null;

        float[] values = new float[labelled.Length * layout.Dims];
        for (int i = 0; i < labelled.Length; i++)
            layout.Of(labelled[i]).CopyTo(values.AsSpan(i * layout.Dims));

        (int[] neighbours, _) = new LayoutKdTree(new Layout(labelled.Length, layout.Dims, values)).Nearest(
            k,
            foldOf,
            threads,
            cancellation
        );
        if (neighbours.Contains(-1))
            return null;

        int[] votes = new int[classOf.Max() + 1];
        int[] right = new int[folds];
        int[] asked = new int[folds];
        for (int i = 0; i < labelled.Length; i++)
        {
            asked[foldOf[i]]++;
            if (Winner(neighbours.AsSpan(i * k, k), classOf, votes) == classOf[i])
                right[foldOf[i]]++;
        }

        double sum = 0;
        for (int fold = 0; fold < folds; fold++)
            sum += (double)right[fold] / asked[fold];

        return sum / folds;
    }

    /// <summary>The class that most neighbours have; a tied vote goes to the lowest.</summary>
    /// <param name="neighbours">Who votes.</param>
    /// <param name="classOf">The class of each sample.</param>
    /// <param name="votes">Scratch: a zero for each class, zeros again afterwards.</param>
    internal static int Winner(ReadOnlySpan<int> neighbours, int[] classOf, int[] votes)
    {
        int winner = -1;
        foreach (int neighbour in neighbours)
        {
            int vote = classOf[neighbour];
            votes[vote]++;
            if (winner < 0 || votes[vote] > votes[winner] || (votes[vote] == votes[winner] && vote < winner))
                winner = vote;
        }

        foreach (int neighbour in neighbours)
            votes[classOf[neighbour]] = 0;

        return winner;
    }
}
