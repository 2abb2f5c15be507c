namespace GpuCluster.Data.Tables;

/// <summary>A table of text with headings.</summary>
/// <param name="Headings">The unique names of the columns.</param>
/// <param name="Rows">The rows, each with as many fields; empty where there is no value.</param>
/// <param name="Lines">The line each row begins on, from 1.</param>
internal sealed record TextTable(IReadOnlyList<string> Headings, IReadOnlyList<string[]> Rows, IReadOnlyList<int> Lines);
