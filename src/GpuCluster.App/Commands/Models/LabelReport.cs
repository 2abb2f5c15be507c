using System.Text.Json.Nodes;
using GpuCluster.App.Output;
using GpuCluster.Compute.Host.Similarity;
using GpuCluster.Core.Quality;

namespace GpuCluster.App.Commands.Models;

/// <summary>What `label` reports of a finished run, as text or as JSON.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="ClassNames">c names.</param>
/// <param name="Templates">The sentences around them.</param>
/// <param name="Scale">What cosines were multiplied by.</param>
/// <param name="Found">The labels.</param>
/// <param name="Agreement">How they compare with the data's own, or null where it has none.</param>
internal sealed record LabelReport(
    string Model,
    IReadOnlyList<string> ClassNames,
    IReadOnlyList<string> Templates,
    double Scale,
    ZeroShotLabels Found,
    LabelAgreement? Agreement
)
{
    /// <summary>Writes it to standard output.</summary>
    public void Write(RunContext context, string? output)
    {
        int[] counts = new int[ClassNames.Count];
        double[] certain = new double[ClassNames.Count];
        for (int i = 0; i < Found.ClassOf.Length; i++)
        {
            int c = Found.ClassOf[i];
            counts[c]++;
            certain[c] += Found.Row(i)[c];
        }

        if (context.Json)
            WriteJson(context, counts, certain, output);
        else
            WriteText(context.Out, counts, certain, output);
    }

    private void WriteJson(RunContext context, int[] counts, double[] certain, string? output) =>
        JsonLine.Write(
            context.Out,
            new JsonObject
            {
                ["n"] = Found.ClassOf.Length,
                ["model"] = Model,
                ["scale"] = JsonLine.Number(Scale, 4),
                ["templates"] = new JsonArray([.. Templates.Select(template => JsonValue.Create(template))]),
                ["accuracy"] = Agreement is null ? null : JsonLine.Number(Agreement.Accuracy, 4),
                ["labelled"] = Agreement?.Labelled ?? 0,
                ["classes"] = new JsonArray([
                    .. ClassNames.Select(
                        (name, c) =>
                            new JsonObject
                            {
                                ["name"] = name,
                                ["count"] = counts[c],
                                ["meanProbability"] = JsonLine.Number(certain[c] / counts[c], 4),
                                ["recall"] = Agreement is null ? null : JsonLine.Number(Agreement.RecallOf(c), 4),
                            }
                    ),
                ]),
                ["seconds"] = JsonLine.Number(context.SecondsSinceStart, 4),
                ["output"] = output,
            }
        );

    private void WriteText(TextWriter writer, int[] counts, double[] certain, string? output)
    {
        writer.WriteLine(
            $"{Found.ClassOf.Length} images by {Model}, {(Templates.Count == 1 ? "one sentence" : $"{Templates.Count} sentences")} "
                + "for each class"
        );
        int width = ClassNames.Max(name => name.Length);
        for (int c = 0; c < counts.Length; c++)
        {
            string sure = counts[c] > 0 ? $", on average {certain[c] / counts[c]:0.00} sure" : "";
            string recall =
                Agreement is { } agreement && agreement.LabelledOf[c] > 0 ? $", {agreement.RecallOf(c):0.0000} of those labelled so" : "";
            writer.WriteLine($"  {ClassNames[c].PadRight(width)} {counts[c], 8}{sure}{recall}");
        }

        if (Agreement is { Labelled: > 0 })
        {
            writer.WriteLine(
                $"accuracy {Agreement.Accuracy:0.0000}: {Agreement.Right} of {Agreement.Labelled} as the data's own labels say"
            );
        }

        if (output is not null)
            writer.WriteLine($"wrote {output}");
    }
}
