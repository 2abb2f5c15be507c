using System.Diagnostics.CodeAnalysis;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Filters;

/// <summary>An expression over the columns of samples, or words that are searched: the samples for which it is true.</summary>
/// <remarks>
/// The language: COLUMN =, !=, &lt;, &lt;=, &gt;, &gt;= VALUE; COLUMN contains VALUE, or ~; COLUMN in (A, B); COLUMN is empty; and, or,
/// not, brackets. A word alone is searched in class, path, tags and every column. Texts compare as they are written, or in any case where
/// no value is written so. A sample without a value is equal to nothing and less than nothing.
/// How it works. Each comparison is one pass over a column that writes a bit for each sample; texts are compared once for each distinct
/// value. A million samples and three columns take a few milliseconds on one core.
/// </remarks>
public sealed class Filter
{
    private readonly FilterTerm _term;
    private readonly int _count;

    private Filter(string text, FilterTerm term, int count) => (Text, _term, _count) = (text, term, count);

    /// <summary>The expression, as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it reads columns that change while the scene is shown.</summary>
    public bool IsLive => _term.Columns.Any(column => column.IsLive);

    /// <summary>The names of the columns that it reads.</summary>
    public IEnumerable<string> Columns => _term.Columns.Select(column => column.Name).Distinct(StringComparer.Ordinal);

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="columns">What it can name.</param>
    /// <param name="filter">The filter, or null if the expression is none.</param>
    /// <param name="fault">Why the expression is no filter.</param>
    public static bool TryParse(
        string text,
        FilterColumns columns,
        [NotNullWhen(true)] out Filter? filter,
        [NotNullWhen(false)] out FilterFault? fault
    )
    {
        (filter, fault) = (null, null);
        try
        {
            filter = new Filter(text.Trim(), new FilterParser(text, columns).Parse(), columns.Count);
            return true;
        }
        catch (FilterFaultException exception)
        {
            fault = exception.Fault;
            return false;
        }
    }

    /// <summary>The samples for which it is true now.</summary>
    public PointSet Evaluate()
    {
        ulong[] words = new ulong[PointSet.WordsFor(_count)];
        _term.Fill(words);
        return PointSet.FromWords(_count, words);
    }
}
