namespace GpuCluster.Scene.Filters;

/// <summary>True where another term is false.</summary>
internal sealed class NotTerm(FilterTerm term) : FilterTerm
{
    public override IEnumerable<FilterColumn> Columns => term.Columns;

    public override void Fill(Span<ulong> words)
    {
        term.Fill(words);
        for (int i = 0; i < words.Length; i++)
            words[i] = ~words[i];
    }
}
