using System.Globalization;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Labels;

/// <summary>
/// Writes found labels in the format of the file's extension. X.csv: index, name where there is one, label, its probability, and a column
/// of probabilities for each class. X.npy: the number of each sample's class, int32 (n,), which --labels reads, and beside it
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
            AtomicFile.Write(path, stream => WriteCsv(stream, labels, CsvField.Quoting(forSpreadsheet), cancellation), cancellation);
            return;
        }

        int n = labels.ClassOf.Length;
        AtomicFile.Write(
            Path.ChangeExtension(path, ".probabilities.npy"),
            stream => NpyWriter.Write(stream, n, labels.ClassNames.Count, labels.Probabilities),
            cancellation
        );
        AtomicFile.Write(path, stream => NpyWriter.Write<int>(stream, [n], labels.ClassOf), cancellation);
    }

    private static void WriteCsv(Stream stream, FoundLabels labels, Func<string, string> quote, CancellationToken cancellation)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true)
        {
            NewLine = "\n",
        };
        string[] classes = [.. labels.ClassNames.Select(quote)];
        writer.WriteLine(
            string.Join(
                ',',
                [
                    .. labels.NameOf is null ? ["index"] : (string[])["index", "name"],
                    "label",
                    "probability",
                    .. labels.ClassNames.Select(name => CsvField.Quote($"p({name})")),
                ]
            )
        );
        for (int i = 0; i < labels.ClassOf.Length; i++)
        {
            if (i % 4096 == 0)
                cancellation.ThrowIfCancellationRequested();
            writer.Write(i.ToString(CultureInfo.InvariantCulture));
            if (labels.NameOf is { } name)
                writer.Write($",{quote(name(i))}");
            writer.Write($",{classes[labels.ClassOf[i]]},{Text(labels.Probability(i, labels.ClassOf[i]))}");
            for (int c = 0; c < classes.Length; c++)
                writer.Write($",{Text(labels.Probability(i, c))}");
            writer.WriteLine();
        }
    }

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);

    private static bool IsCsv(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    private static bool IsNpy(string path) => path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);
}
