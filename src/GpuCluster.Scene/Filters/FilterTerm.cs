namespace GpuCluster.Scene.Filters;

/// <summary>A part of a filter that is true or false for each sample.</summary>
internal abstract class FilterTerm
{
    /// <summary>The columns that it reads.</summary>
    public abstract IEnumerable<FilterColumn> Columns { get; }

    /// <summary>Writes a bit for each sample.</summary>
    /// <param name="words">64 samples a word, the first in the lowest bit. What stands in them does not count; bits beyond n may be
    /// set.</param>
    public abstract void Fill(Span<ulong> words);
}
