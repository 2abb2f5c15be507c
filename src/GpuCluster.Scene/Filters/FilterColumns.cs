using GpuCluster.Core.Samples;

namespace GpuCluster.Scene.Filters;

/// <summary>The columns that filters of n samples can name.</summary>
/// <param name="count">n.</param>
/// <param name="columns">Where two have one name, the first counts.</param>
public sealed class FilterColumns(int count, IReadOnlyList<FilterColumn> columns)
{
    /// <summary>How many names a list of them shows.</summary>
    private const int MaxListed = 12;

    /// <summary>n.</summary>
    public int Count => count;

    /// <summary>The columns, without other names of the same.</summary>
    public IReadOnlyList<FilterColumn> Listed { get; } = [.. columns.Where(column => !column.IsAlias)];

    /// <summary>The column of a name, as it is written or else in any case; null if there is none.</summary>
    public FilterColumn? Find(string name) =>
        columns.FirstOrDefault(column => column.Name == name)
        ?? columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name of a column of the data, which is another where one of the program's own has its name.</summary>
    public string NameOf(SampleColumn column) => Find($"column {column.Name}") is not null ? $"column {column.Name}" : column.Name;

    /// <summary>The names for a message, as an expression writes them.</summary>
    internal string Names()
    {
        string names = string.Join(", ", Listed.Take(MaxListed).Select(column => FilterText.Quote(column.Name)));
        return Listed.Count > MaxListed ? $"{names} and {Listed.Count - MaxListed} more" : names;
    }
}
