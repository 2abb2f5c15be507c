namespace GpuCluster.Core.Quality;

/// <summary>
/// Splits labelled samples into test folds that hold each class in proportion: scikit-learn's StratifiedKFold without shuffling, to the
/// sample. Classes are numbered by first appearance and the sorted labels dealt out one by one, which says how many of a class each fold
/// gets; the samples of a class then fill the folds in order.
/// </summary>
public static class StratifiedFolds
{
    /// <summary>The fold of every sample.</summary>
    /// <param name="classOf">The class of each sample, 0 or more.</param>
    /// <param name="folds">2 or more.</param>
    /// <returns>0 to folds - 1 for each sample, or null where no class has as many members as there are folds.</returns>
    public static int[]? Of(ReadOnlySpan<int> classOf, int folds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        Dictionary<int, int> byAppearance = [];
        int[] encoded = new int[classOf.Length];
        List<int> counts = [];
        for (int i = 0; i < classOf.Length; i++)
        {
            if (!byAppearance.TryGetValue(classOf[i], out encoded[i]))
            {
                encoded[i] = counts.Count;
                byAppearance.Add(classOf[i], counts.Count);
                counts.Add(0);
            }

            counts[encoded[i]]++;
        }

        if (counts.Count == 0 || counts.Max() < folds)
            return null;

        int[,] allocation = new int[counts.Count, folds];
        int dealt = 0;
        for (int c = 0; c < counts.Count; c++)
        {
            for (int i = 0; i < counts[c]; i++)
                allocation[c, dealt++ % folds]++;
        }

        int[] foldOf = new int[classOf.Length];
        int[] filling = new int[counts.Count];
        for (int i = 0; i < foldOf.Length; i++)
        {
            int c = encoded[i];
            while (allocation[c, filling[c]] == 0)
                filling[c]++;

            allocation[c, filling[c]]--;
            foldOf[i] = filling[c];
        }

        return foldOf;
    }
}
