using System.Globalization;
using GpuCluster.Data;
using GpuCluster.Pipeline.Layouts;

namespace GpuCluster.App.Reports;

/// <summary>What samples were compared by, and whether neighbours that disagree with a label are then a verdict.</summary>
/// <param name="Compared">What was compared, in words: pixels, a model, or ready vectors.</param>
/// <param name="IsOfContent">Whether vectors say what an image shows, as those of a model do; pixels and positions do not.</param>
/// <param name="Agreement">The mean share of neighbours that have a sample's own label; NaN without labels.</param>
internal sealed record ReportEvidence(string Compared, bool IsOfContent, double Agreement)
{
    /// <summary>Below it neighbours are so often of another class that a disagreement says little.</summary>
    private const double MinAgreement = 0.9;

    private const string Pixels = "pixels";

    /// <summary>Whether a label that neighbours disagree with is likely wrong.</summary>
    public bool IsVerdict => IsOfContent && Agreement >= MinAgreement;

    /// <summary>What samples are called whose neighbours disagree.</summary>
    public string Suspects => IsVerdict ? "likely wrong labels" : "labels that neighbours disagree with";

    /// <summary>How sure that is, in one or two sentences.</summary>
    public string Sureness =>
        IsVerdict
            ? $"Neighbours have a sample's own label in {Share} of all cases, so a disagreement is evidence. Each is "
                + "mislabelled, or a hard case."
        : IsOfContent
            ? $"No verdict: neighbours have a sample's own label in {Share} of all cases only, so these vectors do not "
                + "separate the classes well enough. Most of these labels may be right."
        : $"No verdict: samples were compared by {Compared}, where neighbours look alike in brightness and shape and need not "
            + $"show the same thing (they have a sample's own label in {Share} of all cases). Most of these labels may be "
            + "right. Vectors of a model (--model) are better evidence.";

    private string Share => double.IsNaN(Agreement) ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * Agreement:0} %");

    /// <summary>The evidence of a run.</summary>
    /// <param name="prepared">The data with its vectors.</param>
    /// <param name="agreement">The mean share of neighbours that have a sample's own label.</param>
    public static ReportEvidence Of(PreparedLayout prepared, double agreement) =>
        prepared switch
        {
            { Dataset: LayoutDataset } => new ReportEvidence("positions", IsOfContent: false, agreement),
            { Dataset: EmbeddingDataset { MadeBy: Pixels } } => new ReportEvidence(Pixels, IsOfContent: false, agreement),
            { Dataset: EmbeddingDataset { MadeBy: { } maker } } => new ReportEvidence($"the model {maker}", IsOfContent: true, agreement),
            { Dataset: EmbeddingDataset } => new ReportEvidence("the vectors of the data", IsOfContent: true, agreement),
            { Model: { } model } => new ReportEvidence($"the model {model.Name}", IsOfContent: true, agreement),
            _ => new ReportEvidence(Pixels, IsOfContent: false, agreement),
        };
}
