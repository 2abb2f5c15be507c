using System.Numerics;
using System.Runtime.InteropServices;

namespace GpuCluster.Scene.Filters;

/// <summary>Several terms that all have to be true, or of which one has to be.</summary>
/// <param name="terms">One or more.</param>
/// <param name="needsAll">Whether all have to be true.</param>
internal sealed class JoinTerm(IReadOnlyList<FilterTerm> terms, bool needsAll) : FilterTerm
{
    public override IEnumerable<FilterColumn> Columns => terms.SelectMany(term => term.Columns);

    public override void Fill(Span<ulong> words)
    {
        terms[0].Fill(words);
        ulong[] more = terms.Count > 1 ? new ulong[words.Length] : [];
        foreach (FilterTerm term in terms.Skip(1))
        {
            term.Fill(more);
            Join(words, more);
        }
    }

    private void Join(Span<ulong> words, ReadOnlySpan<ulong> more)
    {
        Span<Vector<ulong>> wide = MemoryMarshal.Cast<ulong, Vector<ulong>>(words);
        ReadOnlySpan<Vector<ulong>> wideMore = MemoryMarshal.Cast<ulong, Vector<ulong>>(more);
        for (int i = 0; i < wide.Length; i++)
            wide[i] = needsAll ? wide[i] & wideMore[i] : wide[i] | wideMore[i];
        for (int i = wide.Length * Vector<ulong>.Count; i < words.Length; i++)
            words[i] = needsAll ? words[i] & more[i] : words[i] | more[i];
    }
}
