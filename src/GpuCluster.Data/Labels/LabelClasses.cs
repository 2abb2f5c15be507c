using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Labels;

/// <summary>
/// Classes from raw labels, in an order that depends on the set of labels, not on their order in the data: colours stay when samples are
/// added.
/// </summary>
internal static class LabelClasses
{
    /// <summary>Numbers become classes in rising order, named by the number; -1 is "no label", as in UMAP and scikit-learn.</summary>
    public static SampleLabels FromNumbers<T>(ReadOnlySpan<T> values)
        where T : System.Numerics.IBinaryInteger<T> =>
        Number(values, value => value == -T.One, value => value.ToString(null, null), Comparer<T>.Default);

    /// <summary>Texts become classes in ordinal order; an empty text is "no label".</summary>
    public static SampleLabels FromTexts(ReadOnlySpan<string> values) =>
        Number(values, value => value.Length == 0, value => value, StringComparer.Ordinal);

    private static SampleLabels Number<T>(ReadOnlySpan<T> values, Func<T, bool> isMissing, Func<T, string> name, IComparer<T> order)
        where T : notnull
    {
        HashSet<T> seen = new();
        foreach (T value in values)
        {
            if (!isMissing(value))
                seen.Add(value);
        }

        T[] classes = [.. seen.Order(order)];
        Dictionary<T, int> indexOf = new();
        for (int i = 0; i < classes.Length; i++)
            indexOf.Add(classes[i], i);
        int[] classOf = new int[values.Length];
        for (int i = 0; i < classOf.Length; i++)
            classOf[i] = isMissing(values[i]) ? -1 : indexOf[values[i]];
        return new SampleLabels(classOf, [.. classes.Select(name)]);
    }
}
