using System.Text.Json.Nodes;
using GpuCluster.App.Output;
using GpuCluster.Core.Quality;

namespace GpuCluster.App.Reports;

/// <summary>The numbers of a report for programs.</summary>
internal static class ReportJson
{
    public static JsonObject Of(ReportData data, string output, string? lists)
    {
        JsonObject json = new()
        {
            ["n"] = data.Count,
            ["features"] = data.Prepared.Embedding.Columns,
            ["comparedBy"] = data.Evidence.Compared,
            ["threshold"] = JsonLine.Number(data.Groups.MinCosine, 6),
            ["duplicatesBy"] = data.IsByLook ? "look" : "cosine",
            ["duplicatePairs"] = data.Pairs.Pairs.Length,
            ["duplicateGroups"] = data.Groups.Groups.Count,
            ["clusters"] = new JsonArray([
                .. data.Clusters.Names.Select(name => new JsonObject
                {
                    ["name"] = name.Name,
                    ["size"] = name.Members,
                    ["label"] = name.Label,
                    ["share"] = JsonLine.Number(name.Share, 4),
                }),
            ]),
            ["noise"] = data.Clusters.Noise,
            ["outliers"] = new JsonArray([.. data.Rarity.Outliers.Select(sample => JsonValue.Create(sample))]),
            ["rendered"] = data.Rendered is not null,
            ["output"] = output,
            ["lists"] = lists,
        };
        if (data.Votes is { } votes)
        {
            json["imbalance"] = JsonLine.Number(data.Imbalance, 4);
            json["agreement"] = JsonLine.Number(votes.Agreement, 5);
            json["suspectsAreVerdict"] = data.Evidence.IsVerdict;
            json["conflicts"] = new JsonArray([
                .. data.Conflicts.Select(members => new JsonArray([.. members.Select(member => JsonValue.Create(data.RowOf(member)))])),
            ]);
            json["classes"] = new JsonArray([.. data.Shapes.Select((shape, own) => Of(data, shape, own))]);
            json["suspects"] = new JsonArray([
                .. votes.Suspects.Select(vote => new JsonObject
                {
                    ["index"] = data.RowOf(vote.Sample),
                    ["label"] = data.NameOf(vote.Own),
                    ["neighbours"] = data.NameOf(vote.Winner),
                    ["share"] = JsonLine.Number(vote.Share, 4),
                }),
            ]);
        }

        if (data.Leaks is { } leaks)
        {
            JsonObject leaked = [];
            foreach ((string split, int count) in leaks.Leaked)
                leaked[split] = count;
            json["leaks"] = new JsonObject { ["pairs"] = leaks.Pairs.Count, ["samples"] = leaked };
        }

        return json;
    }

    private static JsonObject Of(ReportData data, ClassShape shape, int own) =>
        new()
        {
            ["name"] = data.NameOf(own),
            ["count"] = shape.Members,
            ["spread"] = JsonLine.Number(shape.Spread, 5),
            ["nearest"] = shape.Nearest < 0 ? null : data.NameOf(shape.Nearest),
            ["overlap"] = JsonLine.Number(shape.Overlap, 5),
        };
}
