using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Filters;

/// <summary>Values that a filter can ask for, one for each sample. Its values are read when a filter is evaluated.</summary>
/// <param name="name">The name that an expression calls it by, any script.</param>
public abstract class FilterColumn(string name)
{
    /// <summary>The name that an expression calls it by.</summary>
    public string Name { get; } = name;

    /// <summary>Whether it is another name of a column that is listed already: neither listed nor searched.</summary>
    public bool IsAlias { get; init; }

    /// <summary>Whether words without a column are searched in it.</summary>
    public bool IsSearched { get; init; }

    /// <summary>Whether its values change while the scene is shown.</summary>
    public bool IsLive { get; init; }
}

/// <summary>A column of numbers.</summary>
/// <param name="name">Its name.</param>
/// <param name="values">Returns n numbers, NaN where there is none. Called for each evaluation.</param>
public sealed class NumericFilterColumn(string name, Func<double[]> values) : FilterColumn(name)
{
    /// <summary>n numbers, NaN where there is none.</summary>
    public ReadOnlySpan<double> Values => values();
}

/// <summary>A column of text.</summary>
/// <param name="name">Its name.</param>
/// <param name="values">Returns n texts. Called for each evaluation.</param>
public sealed class TextFilterColumn(string name, Func<CodedText> values) : FilterColumn(name)
{
    /// <summary>n texts, empty where there is none.</summary>
    public CodedText Values => values();
}

/// <summary>A property that a sample has or has not.</summary>
/// <param name="name">Its name.</param>
/// <param name="points">Returns the samples that have it. Called for each evaluation.</param>
public sealed class SetFilterColumn(string name, Func<PointSet> points) : FilterColumn(name)
{
    /// <summary>The samples that have it.</summary>
    public PointSet Points => points();
}
