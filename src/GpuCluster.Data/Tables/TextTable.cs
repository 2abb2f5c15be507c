namespace GpuCluster.Data.Tables;

/// <summary>A table of text with headings.</summary>
/// <param name="Headings">The unique names of the columns.</param>
/// <param name="Rows">The rows, each with as many fields; empty where there is no value.</param>
/// <param name="Lines">The line each row begins on, from 1; its number from 0 where the file has no lines.</param>
internal sealed record TextTable(IReadOnlyList<string> Headings, IReadOnlyList<string[]> Rows, IReadOnlyList<int> Lines)
{
    /// <summary>What <see cref="Lines"/> counts.</summary>
    public string Unit { get; init; } = "line";

    /// <summary>A row's place for messages: "line 7".</summary>
    public string PlaceOf(int row) => $"{Unit} {Lines[row]}";
}
