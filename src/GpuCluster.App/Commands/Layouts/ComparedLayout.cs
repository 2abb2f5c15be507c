using System.Globalization;
using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Quality;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Pipeline.Vectors;

namespace GpuCluster.App.Commands.Layouts;

/// <summary>What `compare` reports of one method.</summary>
/// <param name="Method">Which.</param>
/// <param name="Layout">Where the samples are, aligned with the first method's.</param>
/// <param name="Seconds">From neighbours to the last epoch, the search for them left out: all methods share it.</param>
/// <param name="KnnSeconds">The shared search; 0 where no method needs it.</param>
/// <param name="Explained">What the principal components explain that the layout was made of, or that it is; else null.</param>
/// <param name="Divergence">Of t-SNE in nats, else null.</param>
/// <param name="Quality">How true the layout is to its vectors.</param>
/// <param name="Picture">The file it was drawn into.</param>
internal sealed record ComparedLayout(
    LayoutMethod Method,
    Layout Layout,
    double Seconds,
    double KnnSeconds,
    ExplainedVariance? Explained,
    double? Divergence,
    LayoutQuality Quality,
    string Picture
)
{
    /// <summary>The titles of <see cref="ToText"/>.</summary>
    public const string Titles = "method   seconds  trustworthiness  kNN accuracy  stray points      KL";

    /// <summary>One row of a table.</summary>
    public string ToText() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{LayoutOptions.NameOf(Method), -6}  {Seconds, 8:0.00}  {Number(Quality.Trustworthiness15?.Value), 15}  "
                + $"{Number(Quality.KnnAccuracy5), 12}  {Quality.LayoutOutliers, 12}  {Number(Divergence), 6}"
        );

    /// <summary>One object.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["method"] = LayoutOptions.NameOf(Method),
            ["n"] = Layout.Count,
            ["dims"] = Layout.Dims,
            ["seconds"] = JsonLine.Number(Seconds, 4),
            ["knnSeconds"] = JsonLine.Number(KnnSeconds, 4),
            ["quality"] = QualityReport.ToJson(Quality),
            ["picture"] = Picture,
        };
        if (Explained is { } explained)
            json["pca"] = explained.ToJson();

        if (Divergence is { } divergence)
            json["kl"] = JsonLine.Number(divergence, 5);

        return json;
    }

    private static string Number(double? value) => value is { } number ? number.ToString("0.0000", CultureInfo.InvariantCulture) : "-";
}
