using System.Globalization;
using System.Numerics;
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
        where T : IBinaryInteger<T> =>
        Number(
            values,
            value => T.IsNegative(value) && value == -T.One,
            value => value.ToString(null, CultureInfo.InvariantCulture),
            Comparer<T>.Default
        );

    /// <summary>
    /// The same of floats, if all are whole; NaN is "no label" too. Null if one has a fraction: that is a measure and no class.
    /// </summary>
    public static SampleLabels? FromNumbers(ReadOnlySpan<double> values)
    {
        long[] whole = new long[values.Length];
        for (int i = 0; i < whole.Length; i++)
        {
            if (!double.IsNaN(values[i]) && (values[i] != Math.Floor(values[i]) || Math.Abs(values[i]) > 1L << 53))
                return null;
            whole[i] = double.IsNaN(values[i]) ? -1 : (long)values[i];
        }

        return FromNumbers<long>(whole);
    }

    /// <summary>
    /// Texts become classes in ordinal order, or in rising order where all are numbers. An empty text, "-1" and "NaN" are "no label".
    /// </summary>
    public static SampleLabels FromTexts(ReadOnlySpan<string> values)
    {
        bool areNumbers = true;
        foreach (string value in values)
            areNumbers &= IsMissing(value) || double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

        return Number(values, IsMissing, value => value, areNumbers ? Comparer<string>.Create(ByNumber) : StringComparer.Ordinal);
    }

    /// <summary>Names for classes that are called by numbers: class i by the i-th name; one without a name keeps its number.</summary>
    public static SampleLabels Named(SampleLabels labels, IReadOnlyList<string> names) =>
        labels with
        {
            ClassNames =
            [
                .. labels.ClassNames.Select(number =>
                    int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int place) && place < names.Count
                        ? names[place]
                        : number
                ),
            ],
        };

    private static bool IsMissing(string value) =>
        value.Length == 0 || value is "-1" or "-1.0" || value.Equals("nan", StringComparison.OrdinalIgnoreCase);

    private static int ByNumber(string? a, string? b)
    {
        int order = NumberOf(a).CompareTo(NumberOf(b));
        return order != 0 ? order : string.CompareOrdinal(a, b);

        static double NumberOf(string? text) => double.Parse(text!, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

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
