using System.Globalization;
using System.Text;

namespace GpuCluster.Pipeline.Tests.Similarity;

/// <summary>How well a method found the copies of a set.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Recall">For each type and kind the share of the copies that were paired with their original.</param>
/// <param name="FalsePairs">Pairs of different originals, by the type of the first.</param>
internal sealed record CopyMeasures(
    string Method,
    IReadOnlyDictionary<(string Type, CopyKind Kind), double> Recall,
    IReadOnlyDictionary<string, long> FalsePairs
)
{
    /// <summary>Compares the pairs that a method found with the truth.</summary>
    /// <param name="method">Its name.</param>
    /// <param name="pictures">The set.</param>
    /// <param name="pairs">Pairs of indices into it.</param>
    public static CopyMeasures Of(string method, CopyPicture[] pictures, IEnumerable<(int First, int Second)> pairs)
    {
        Dictionary<(string, CopyKind), int> found = [];
        Dictionary<string, long> wrong = CopySet.Types.ToDictionary(type => type, _ => 0L);
        foreach ((int first, int second) in pairs)
        {
            (CopyPicture one, CopyPicture other) = (pictures[first], pictures[second]);
            if (!one.IsCopyOf(other))
                wrong[one.Type]++;
            else if (one.Kind == CopyKind.Original || other.Kind == CopyKind.Original)
                found[(one.Type, Max(one.Kind, other.Kind))] = found.GetValueOrDefault((one.Type, Max(one.Kind, other.Kind))) + 1;
        }

        Dictionary<(string, CopyKind), double> recall = pictures
            .Where(picture => picture.Kind != CopyKind.Original)
            .GroupBy(picture => (picture.Type, picture.Kind))
            .ToDictionary(group => group.Key, group => found.GetValueOrDefault(group.Key) / (double)group.Count());
        return new CopyMeasures(method, recall, wrong);

        static CopyKind Max(CopyKind a, CopyKind b) => a > b ? a : b;
    }

    /// <summary>All pairs of hashes that differ in few bits.</summary>
    public static IEnumerable<(int First, int Second)> PairsWithin(ulong[] hashes, int bits)
    {
        for (int first = 0; first < hashes.Length; first++)
        {
            for (int second = first + 1; second < hashes.Length; second++)
            {
                if (ImageHashes.Distance(hashes[first], hashes[second]) <= bits)
                    yield return (first, second);
            }
        }
    }

    /// <summary>A row for each type, and one of the false pairs in all.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (string type in CopySet.Types)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Method} | {type} |");
            foreach (CopyKind kind in CopySet.Kinds)
                text.Append(CultureInfo.InvariantCulture, $" {100 * Recall[(type, kind)]:0.0} % |");
            text.AppendLine(CultureInfo.InvariantCulture, $" {FalsePairs[type]} |");
        }

        return text.ToString();
    }
}
