namespace GpuCluster.Scene.Filters;

/// <summary>True where the text of a column meets a condition, which is asked once for each distinct value.</summary>
/// <param name="column">Where the texts are.</param>
/// <param name="condition">Returns for each distinct value whether it meets the condition.</param>
internal sealed class TextTerm(TextFilterColumn column, Func<CodedText, bool[]> condition) : FilterTerm
{
    public override IEnumerable<FilterColumn> Columns => [column];

    public override void Fill(Span<ulong> words)
    {
        CodedText texts = column.Values;
        bool[] isMet = condition(texts);
        ReadOnlySpan<int> codes = texts.Codes;
        for (int word = 0; word < words.Length; word++)
        {
            ReadOnlySpan<int> some = codes.Slice(word * 64, Math.Min(64, codes.Length - (word * 64)));
            ulong bits = 0;
            for (int bit = 0; bit < some.Length; bit++)
                bits |= (isMet[some[bit]] ? 1UL : 0) << bit;
            words[word] = bits;
        }
    }
}
