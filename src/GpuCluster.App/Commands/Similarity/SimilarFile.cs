using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using GpuCluster.Data.Tables;

namespace GpuCluster.App.Commands.Similarity;

/// <summary>The results of `similar` in a file: a row for each, by falling cosine (.csv), or a contact sheet (.png).</summary>
internal static class SimilarFile
{
    /// <summary>Refuses a name or a place that cannot be used, before any work.</summary>
    public static void Check(string path)
    {
        if (!IsCsv(path) && !path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new UnusableInputException($"{path}: the results are a table (.csv) or a contact sheet (.png); end the name so");
        AtomicFile.Probe(path);
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    public static void Write(string path, SimilarReport report, bool forSpreadsheet, RunContext context)
    {
        if (!IsCsv(path))
        {
            SimilarSheet.Write(path, report, context);
            return;
        }

        SampleTable table = new(
            SampleHeading.Of(report.Dataset),
            [("rank", row => SampleTable.Text(row + 1)), ("cosine", row => SampleTable.Text(report.Cosines[report.Found[row]]))]
        )
        {
            ForSpreadsheet = forSpreadsheet,
        };
        table.Write(path, report.Found, context.Cancellation);
    }

    private static bool IsCsv(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
}
