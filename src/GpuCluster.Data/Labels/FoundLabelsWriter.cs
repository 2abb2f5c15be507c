using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Labels;

/// <summary>
/// Writes found labels in the format of the file's extension. X.csv: index, path, label, then the predicted class, its probability, and
/// a column of probabilities for each class. X.npy: the number of each sample's class, int32 (n,), which --labels reads, and beside it
/// X.probabilities.npy, float32 (n, c).
/// </summary>
public static class FoundLabelsWriter
{
    /// <summary>Checks before long work whether the file can be written.</summary>
    /// <exception cref="UnusableInputException">The extension or the place cannot be used.</exception>
    public static void Check(string path)
    {
        if (!IsCsv(path) && !IsNpy(path))
            throw new UnusableInputException($"{path}: labels are written as .csv or .npy; choose one by the file's name");
        AtomicFile.Probe(path);
    }

    /// <summary>Writes the file or files, each whole or not at all.</summary>
    /// <exception cref="UnusableInputException">The extension or the place cannot be used.</exception>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    /// <param name="path">The file.</param>
    /// <param name="labels">What was found.</param>
    /// <param name="forSpreadsheet">In a .csv, no text is a formula (<see cref="CsvField.QuoteForSpreadsheet"/>).</param>
    /// <param name="cancellation">Stops the writing.</param>
    public static void Write(string path, FoundLabels labels, bool forSpreadsheet = false, CancellationToken cancellation = default)
    {
        if (IsCsv(path))
        {
            Table(labels, forSpreadsheet).Write(path, [.. Enumerable.Range(0, labels.ClassOf.Length)], cancellation);
            return;
        }

        // Every row of the data has its place, as labels are read by row.
        SampleRows rows = labels.Heading.Rows ?? SampleRows.All(labels.ClassOf.Length);
        int c = labels.ClassNames.Count;
        AtomicFile.Write(
            Path.ChangeExtension(path, ".probabilities.npy"),
            stream => NpyWriter.Write<float>(stream, [rows.Count, c], rows.Spread<float>(labels.Probabilities, c, float.NaN)),
            cancellation
        );
        AtomicFile.Write(path, stream => NpyWriter.Write<int>(stream, [rows.Count], rows.Spread<int>(labels.ClassOf, 1, -1)), cancellation);
    }

    private static SampleTable Table(FoundLabels labels, bool forSpreadsheet)
    {
        List<(string Name, Func<int, string> Of)> columns =
        [
            (SampleHeading.Predicted, row => labels.ClassNames[labels.ClassOf[row]]),
            ("probability", row => SampleTable.Text(labels.Probability(row, labels.ClassOf[row]))),
        ];
        foreach ((int c, string name) in labels.ClassNames.Index())
            columns.Add(($"p({name})", row => SampleTable.Text(labels.Probability(row, c))));
        return new SampleTable(labels.Heading, columns) { ForSpreadsheet = forSpreadsheet };
    }

    private static bool IsCsv(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private static bool IsNpy(string path) => path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);
}
