using System.Text.Json.Nodes;

namespace GpuCluster.App.Commands.Models;

/// <summary>A model to download, as a row of models/README.md.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Repository">Where it is from.</param>
/// <param name="Files">Files to take.</param>
/// <param name="Width">The number of features.</param>
/// <param name="Texts">The languages of the texts that it knows, or "none".</param>
/// <param name="Licence">The licence of its weights, with its source.</param>
internal sealed record AvailableModel(string Name, string Repository, string Files, string Width, string Texts, string Licence)
{
    private const string Heading = "| model | where to get it |";
    private const int Columns = 6;

    /// <summary>Reads the table, so that the page and the command never differ; none where the page lacks it.</summary>
    /// <param name="page">models/README.md.</param>
    public static IReadOnlyList<AvailableModel> Read(string page) =>
        [
            .. File.ReadLines(page)
                .SkipWhile(line => !line.StartsWith(Heading, StringComparison.Ordinal))
                .Skip(2)
                .TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries))
                .Where(cells => cells.Length == Columns)
                .Select(cells => Array.ConvertAll(cells, cell => cell.Replace("`", "", StringComparison.Ordinal)))
                .Select(cells => new AvailableModel(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5])),
        ];

    /// <summary>For programs.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["model"] = Name,
            ["repository"] = Repository,
            ["files"] = Files,
            ["dim"] = Width,
            ["texts"] = Texts,
            ["licence"] = Licence,
        };
}
