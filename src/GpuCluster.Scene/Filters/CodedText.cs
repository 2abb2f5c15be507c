using System.Runtime.InteropServices;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Filters;

/// <summary>
/// Texts of n samples as numbers of distinct values, so that a question is answered once for each value. Immutable but for a search index
/// that is made when it is first needed.
/// </summary>
/// <remarks>
/// How it works. With many distinct values, such as paths, all of them stand in one upper-case text, one after another. A search reads that
/// text at the speed of memory instead of calling a search for each value.
/// </remarks>
public sealed class CodedText
{
    /// <summary>From this number of distinct values on, they are searched as one text.</summary>
    private const int ManyValues = 4096;

    private readonly Lazy<(string Text, int[] Starts)> _pool;

    /// <param name="values">The distinct values; the first is the empty text.</param>
    /// <param name="codes">Length n: an index into <paramref name="values"/>.</param>
    private CodedText(string[] values, int[] codes)
    {
        (Values, Codes) = (values, codes);
        _pool = new Lazy<(string, int[])>(Pool);
    }

    /// <summary>The distinct values; the first is the empty text, of samples without a value.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>Length n: the value of each sample, as an index into <see cref="Values"/>.</summary>
    public int[] Codes { get; }

    /// <summary>Texts of samples, one each; empty where there is none.</summary>
    public static CodedText Of(IReadOnlyList<string> texts)
    {
        Dictionary<string, int> codeOf = new(StringComparer.Ordinal) { [""] = 0 };
        int[] codes = new int[texts.Count];
        for (int i = 0; i < codes.Length; i++)
        {
            ref int code = ref CollectionsMarshal.GetValueRefOrAddDefault(codeOf, texts[i], out bool isKnown);
            if (!isKnown)
                code = codeOf.Count - 1;
            codes[i] = code;
        }

        string[] values = new string[codeOf.Count];
        foreach ((string value, int code) in codeOf)
            values[code] = value;
        return new CodedText(values, codes);
    }

    /// <summary>The class of each sample; empty where there is none.</summary>
    public static CodedText Of(SampleLabels labels) =>
        new(["", .. labels.ClassNames], Array.ConvertAll(labels.ClassOf, code => Math.Max(-1, code) + 1));

    /// <summary>The name of each point; empty where it has none.</summary>
    public static CodedText Of(PointNames names)
    {
        int[] codes = new int[names.Universe];
        foreach ((int part, (_, PointSet points)) in names.Parts.Index())
        {
            foreach (int point in points)
                codes[point] = part + 1;
        }

        return new CodedText(["", .. names.Parts.Select(part => part.Name)], codes);
    }

    /// <summary>Which values meet a condition.</summary>
    public bool[] Where(Func<string, bool> condition) => [.. Values.Select(condition)];

    /// <summary>Which values are a text: as it is written, or in any case if no value is written so.</summary>
    public bool[] Equal(string text)
    {
        bool[] same = Where(value => value == text);
        return same.AsSpan().Contains(true) ? same : Where(value => value.Equals(text, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Which values contain a text, in any case.</summary>
    public bool[] Containing(string part)
    {
        if (Values.Count < ManyValues || part.Length == 0 || part.Contains('\0', StringComparison.Ordinal))
            return Where(value => value.Contains(part, StringComparison.OrdinalIgnoreCase));
        bool[] found = new bool[Values.Count];
        (string text, int[] starts) = _pool.Value;
        string wanted = part.ToUpperInvariant();
        for (int at = 0, value = 0; at < text.Length; at = starts[value + 1])
        {
            int next = text.AsSpan(at).IndexOf(wanted, StringComparison.Ordinal);
            if (next < 0)
                break;
            value = ValueAt(starts, at + next);
            found[value] = true;
        }

        return found;
    }

    private static int ValueAt(int[] starts, int place)
    {
        int found = Array.BinarySearch(starts, place);
        return found >= 0 ? found : ~found - 1;
    }

    // A NUL ends each value, so that nothing is found across two; no path and no .csv holds one.
    private (string Text, int[] Starts) Pool()
    {
        int[] starts = new int[Values.Count + 1];
        for (int i = 0; i < Values.Count; i++)
            starts[i + 1] = starts[i] + Values[i].Length + 1;
        string text = string.Create(
            starts[^1],
            Values,
            static (to, values) =>
            {
                int at = 0;
                foreach (string value in values)
                {
                    value.AsSpan().ToUpperInvariant(to[at..]);
                    at += value.Length;
                    to[at++] = '\0';
                }
            }
        );
        return (text, starts);
    }
}
