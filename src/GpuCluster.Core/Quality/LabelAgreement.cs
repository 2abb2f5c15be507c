using System.Globalization;
using GpuCluster.Core.Samples;

namespace GpuCluster.Core.Quality;

/// <summary>How often found classes agree with the data's own labels.</summary>
/// <param name="Labelled">Samples that have a label.</param>
/// <param name="Right">Of them, those whose found class is it.</param>
/// <param name="LabelledOf">For each found class the samples labelled with it.</param>
/// <param name="RightOf">Of these, those found.</param>
public sealed record LabelAgreement(int Labelled, int Right, int[] LabelledOf, int[] RightOf)
{
    /// <summary>The share that is right, 0 to 1; NaN where no sample has a label.</summary>
    public double Accuracy => (double)Right / Labelled;

    /// <summary>The share of class <paramref name="c"/> that was found, 0 to 1; NaN where it has no sample.</summary>
    public double RecallOf(int c) => (double)RightOf[c] / LabelledOf[c];

    /// <summary>Counts.</summary>
    /// <param name="found">The class found for each sample, an index into <paramref name="classNames"/>.</param>
    /// <param name="classNames">The names that were looked for.</param>
    /// <param name="labels">The data's own labels.</param>
    /// <returns>Null where the labels are neither among the names nor numbers of them.</returns>
    public static LabelAgreement? Count(ReadOnlySpan<int> found, IReadOnlyList<string> classNames, SampleLabels labels)
    {
        if (Match(classNames, labels) is not { } classOf)
            return null;
        int[] labelled = new int[classNames.Count],
            right = new int[classNames.Count];
        for (int i = 0; i < found.Length; i++)
        {
            if (labels.ClassOf[i] < 0)
                continue;
            int wanted = classOf[labels.ClassOf[i]];
            labelled[wanted]++;
            if (found[i] == wanted)
                right[wanted]++;
        }

        return new LabelAgreement(labelled.Sum(), right.Sum(), labelled, right);
    }

    // By name, whatever the case; else labels 0 to c - 1 are the classes in their order, as of MNIST and most other sets.
    private static int[]? Match(IReadOnlyList<string> classNames, SampleLabels labels)
    {
        string[] own = [.. labels.ClassNames];
        int[] byName = Array.ConvertAll(own, label => IndexOf(classNames, label));
        if (!byName.Contains(-1))
            return byName;
        int[] byNumber = Array.ConvertAll(
            own,
            label =>
                int.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < classNames.Count
                    ? number
                    : -1
        );
        return byNumber.Contains(-1) ? null : byNumber;
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        return -1;
    }
}
