using System.Text.Json.Nodes;
using GpuCluster.App.Output;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Pipeline.Similarity;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Similarity;

/// <summary>What `duplicates` found, in words and as JSON.</summary>
/// <param name="Dataset">The data.</param>
/// <param name="Threshold">The cosine asked for; null where image files were compared by look.</param>
/// <param name="Linkage">How pairs made groups.</param>
/// <param name="Found">The groups.</param>
/// <param name="Rule">What decided which sample to keep.</param>
/// <param name="Keep">The sample to keep of each group.</param>
internal sealed record DuplicatesReport(
    Dataset Dataset,
    float? Threshold,
    GroupLinkage Linkage,
    Duplicates Found,
    KeepRule Rule,
    int[] Keep
)
{
    /// <summary>Groups named on standard output.</summary>
    private const int MaxPrinted = 20;

    /// <summary>Samples that could go: all but one of each group.</summary>
    public int Spare => Found.Groups.Sum(group => group.Group.Members.Length - 1);

    /// <summary>One sentence on everything.</summary>
    public string Summary =>
        $"{Found.Groups.Count} group{(Found.Groups.Count == 1 ? "" : "s")} "
        + $"({Found.Groups.Count(group => group.IsExact)} of copies alone) of "
        + $"{Spare + Found.Groups.Count} among {Dataset.Count} samples; "
        + $"{Found.Copies} exact cop{(Found.Copies == 1 ? "y" : "ies")} of another sample; "
        + $"{Found.Pairs} pairs {(Threshold is null ? "that look the same" : $"of cosine {Found.MinCosine:0.####} or more")}; "
        + $"{Spare} could go, keeping "
        + $"{Rule.Describe(Dataset, Linkage)}";

    /// <summary>The group in a few words.</summary>
    public static string Describe(DuplicateGroup group) =>
        group.IsExact
            ? $"{group.Group.Members.Length} copies"
            : $"{group.Group.Members.Length} near, cosine least "
                + $"{(group.Group.IsMinExact ? "" : "at most ")}{group.Group.MinCosine:0.000}, mean {group.Group.MeanCosine:0.000}";

    /// <summary>The sample that this one is a copy of, or null: in a near group too, some may be copies.</summary>
    public int? CopyOf(int member) => Found.FirstCopyOf[member] is int first && first != member ? first : null;

    /// <summary>Writes it to standard output.</summary>
    public void Print(RunContext context, string? output)
    {
        if (context.Json)
        {
            JsonLine.Write(context.Out, ToJson());
            return;
        }

        context.Out.WriteLine(Summary);
        foreach ((DuplicateGroup group, int keep) in Found.Groups.Zip(Keep).Take(MaxPrinted))
        {
            IEnumerable<int> others = group.Group.Members.Where(member => member != keep).Take(3);
            string more = group.Group.Members.Length > 4 ? ", …" : "";
            context.Out.WriteLine(
                $"  {Describe(group)}: keep {SampleTexts.NameOf(Dataset, keep)}, not "
                    + $"{string.Join(", ", others.Select(member => SampleTexts.NameOf(Dataset, member)))}{more}"
            );
        }

        if (Found.Groups.Count > MaxPrinted)
            context.Out.WriteLine($"  and {Found.Groups.Count - MaxPrinted} more: -o FILE.csv, .json or .png has all");

        if (output is not null)
            context.Out.WriteLine($"wrote {output}");
    }

    /// <summary>
    /// The whole result. A group of thousands has its least cosine sought and not surely found; then "minIsExact" is false.
    /// </summary>
    public JsonObject ToJson()
    {
        JsonArray groups = [];
        foreach ((DuplicateGroup group, int keep) in Found.Groups.Zip(Keep))
        {
            JsonArray members = [];
            foreach (int member in group.Group.Members)
            {
                JsonObject each = new() { ["index"] = Dataset.Rows.RowOf(member), ["path"] = Dataset.Paths?[member] };
                if (CopyOf(member) is { } original)
                    each["copyOf"] = Dataset.Rows.RowOf(original);
                members.Add(each);
            }

            JsonObject json = new()
            {
                ["kind"] = group.IsExact ? "exact" : "near",
                ["members"] = members,
                ["minCosine"] = JsonLine.Number(group.Group.MinCosine, 7),
                ["meanCosine"] = JsonLine.Number(group.Group.MeanCosine, 7),
                ["keep"] = Dataset.Rows.RowOf(keep),
            };
            if (!group.Group.IsMinExact)
                json["minIsExact"] = false;
            groups.Add(json);
        }

        JsonObject all = new()
        {
            ["by"] = Threshold is null ? "look" : "cosine",
            ["threshold"] = JsonLine.Number(Threshold ?? Found.MinCosine, 7),
            ["pairs"] = Found.Pairs,
            ["copies"] = Found.Copies,
            ["keepBy"] = new JsonArray([.. Rule.Criteria.Select(criterion => JsonValue.Create(KeepRule.NameOf(criterion)))]),
            ["groups"] = groups,
        };
        if (Found.MinCosine > Threshold)
            all["reachedThreshold"] = JsonLine.Number(Found.MinCosine, 7);
        return all;
    }
}
