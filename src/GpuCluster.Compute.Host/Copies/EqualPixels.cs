namespace GpuCluster.Compute.Host.Copies;

/// <summary>Finds small pictures that are equal to the byte.</summary>
internal static class EqualPixels
{
    /// <summary>Pairs of the first of each set of equal ones with each other one.</summary>
    /// <param name="samples">Which, ascending.</param>
    /// <param name="smallOf">The bytes of a sample.</param>
    public static List<(int First, int Second)> Find(IEnumerable<int> samples, Func<int, ReadOnlyMemory<byte>> smallOf)
    {
        Dictionary<int, List<int>> seen = [];
        List<(int, int)> pairs = [];
        foreach (int sample in samples)
        {
            ReadOnlySpan<byte> bytes = smallOf(sample).Span;
            HashCode hash = new();
            hash.AddBytes(bytes);
            int key = hash.ToHashCode();
            if (!seen.TryGetValue(key, out List<int>? others))
                seen.Add(key, others = []);
            int? first = null;
            foreach (int other in others)
            {
                if (!smallOf(other).Span.SequenceEqual(bytes))
                    continue;
                first = other;
                break;
            }

            if (first is { } equal)
                pairs.Add((equal, sample));
            else
                others.Add(sample);
        }

        return pairs;
    }
}
