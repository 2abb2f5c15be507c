using System.Globalization;
using System.Text.RegularExpressions;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>
/// What the generated text of a kernel must not hold: signs that ILGPU has compiled something else than the source says, or something that
/// is dear on a GPU.
/// </summary>
internal static partial class KernelTextRules
{
    /// <summary>ILGPU moves a read behind a write to the same element, where only a sum of a loop needs the value.</summary>
    public const string ReadAfterWrite = "an element is read after a write to it: a read that stood before the write may have been moved";

    private const int ExponentBits = 0x7F800000,
        FractionBits = 0x007FFFFF;

    /// <summary>Every fault in a kernel's PTX, in words; shifts are counted apart.</summary>
    public static IEnumerable<string> FaultsInPtx(string text)
    {
        if (
            PtxFloat()
                .Matches(text)
                .Select(match => int.Parse(match.Groups["bits"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture))
                .Any(IsSubnormal)
        )
        {
            yield return "a subnormal float constant: a choice between whole numbers went into a float";
        }

        if (PtxDouble().IsMatch(text))
            yield return "double arithmetic, at 1/64 of the speed on most GPUs";
        if (PtxLocal().IsMatch(text))
            yield return "local memory: an array or struct does not fit registers";
    }

    /// <summary>Every fault in a kernel's OpenCL C, in words; shifts are counted apart.</summary>
    public static IEnumerable<string> FaultsInOpenCl(string text)
    {
        if (
            OpenClFloat()
                .Matches(text)
                .Any(match => float.IsSubnormal(float.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture)))
        )
        {
            yield return "a subnormal float constant: a choice between whole numbers went into a float";
        }

        if (OpenClDouble().IsMatch(text))
            yield return "double arithmetic, which many OpenCL devices do not have";

        if (ReadsWhatWasWritten(text))
            yield return ReadAfterWrite;

        // ILGPU keeps its address in a variable of the whole program, where groups that run at the same time overwrite each other's.
        if (text.Contains("dynamic_shared_memory", StringComparison.Ordinal))
            yield return "shared memory of a size that is set at launch";
    }

    /// <summary>Arithmetic shifts to the right.</summary>
    public static int ShiftsInPtx(string text) => PtxShift().Count(text);

    /// <inheritdoc cref="ShiftsInPtx"/>
    public static int ShiftsInOpenCl(string text) => OpenClShift().Count(text);

    /// <summary>Whether a block of statements reads an element that it has written, with no barrier between the two.</summary>
    private static bool ReadsWhatWasWritten(string text)
    {
        Dictionary<string, string> elements = [];
        HashSet<string> written = [];
        foreach (string line in text.Split('\n'))
        {
            if (OpenClBlockStart().IsMatch(line))
                written.Clear();
            else if (OpenClElement().Match(line) is { Success: true } element)
                elements[element.Groups["pointer"].Value] = element.Groups["element"].Value;
            else if (OpenClWrite().Match(line) is { Success: true } write)
                written.Add(ElementAt(write));
            else if (OpenClRead().Match(line) is { Success: true } read && written.Contains(ElementAt(read)))
                return true;
        }

        return false;

        string ElementAt(Match match)
        {
            string pointer = match.Groups["pointer"].Value;
            return elements.GetValueOrDefault(pointer, pointer);
        }
    }

    private static bool IsSubnormal(int bits) => (bits & ExponentBits) == 0 && (bits & FractionBits) != 0;

    [GeneratedRegex(@"\b0f(?<bits>[0-9A-Fa-f]{8})\b", RegexOptions.None, 10_000)]
    private static partial Regex PtxFloat();

    [GeneratedRegex(@"\.f64\b|\b0d[0-9A-Fa-f]{16}\b", RegexOptions.None, 10_000)]
    private static partial Regex PtxDouble();

    [GeneratedRegex(@"\.local\b", RegexOptions.None, 10_000)]
    private static partial Regex PtxLocal();

    [GeneratedRegex(@"\bshr\.s(?:16|32|64)\b", RegexOptions.None, 10_000)]
    private static partial Regex PtxShift();

    [GeneratedRegex(@"(?<![\w.])(?<value>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)f\b", RegexOptions.None, 10_000)]
    private static partial Regex OpenClFloat();

    [GeneratedRegex(@"\bdouble\b", RegexOptions.None, 10_000)]
    private static partial Regex OpenClDouble();

    [GeneratedRegex(@"^\s*L_\d+:|barrier", RegexOptions.None, 10_000)]
    private static partial Regex OpenClBlockStart();

    [GeneratedRegex(@"^\s*(?<pointer>\w+)\s*=\s*&\s*(?<element>[^;]+);", RegexOptions.None, 10_000)]
    private static partial Regex OpenClElement();

    [GeneratedRegex(@"^\s*\*\s*(?<pointer>\w+)\s*=[^=]", RegexOptions.None, 10_000)]
    private static partial Regex OpenClWrite();

    [GeneratedRegex(@"^\s*\w+\s*=\s*\*\s*(?<pointer>\w+)\s*;", RegexOptions.None, 10_000)]
    private static partial Regex OpenClRead();

    [GeneratedRegex(@"\((?:char|short|int|long)\)\s*\w+\s*>>", RegexOptions.None, 10_000)]
    private static partial Regex OpenClShift();
}
