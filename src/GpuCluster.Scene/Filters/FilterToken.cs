namespace GpuCluster.Scene.Filters;

/// <summary>A part of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text, without quotes; an operator as it is written.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="Length">How long it is, quotes included.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text, int Position, int Length)
{
    /// <summary>Whether it is a word of the language.</summary>
    public bool Is(string word) => Kind == FilterTokenKind.Word && FilterText.IsWord(Text, word);

    /// <summary>Whether it is a mark.</summary>
    public bool IsMark(string mark) => Kind == FilterTokenKind.Mark && Text == mark;
}

/// <summary>The kind of a <see cref="FilterToken"/>.</summary>
internal enum FilterTokenKind
{
    /// <summary>Without quotes: a name, a value, or a word of the language.</summary>
    Word,

    /// <summary>In quotes: a name or a value.</summary>
    Quoted,

    /// <summary>A bracket, a comma or a comparison.</summary>
    Mark,

    /// <summary>The end of the expression.</summary>
    End,
}
