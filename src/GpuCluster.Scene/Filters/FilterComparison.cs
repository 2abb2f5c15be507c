namespace GpuCluster.Scene.Filters;

/// <summary>How a value compares to another. "Not equal" is the opposite of equal, so that it is true where there is no value.</summary>
internal enum FilterComparison
{
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
