using System.Globalization;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Tables;
using GpuCluster.Pipeline.Clusters;

namespace GpuCluster.App.Commands.Clusters;

/// <summary>
/// Writes the cluster of every sample. X.csv: its number, its name and, of HDBSCAN, its probability, a row a sample, which --columns reads.
/// X.npy: its number, int32 (n,), -1 for noise, which
/// --labels reads, and of HDBSCAN beside it X.probabilities.npy, float32 (n,).
/// </summary>
internal static class ClustersFile
{
    /// <summary>Finds out before long work whether the file can be written.</summary>
    /// <exception cref="UnusableInputException">The extension or the place cannot be used.</exception>
    public static void Check(string path)
    {
        if (!IsCsv(path) && !path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            throw new UnusableInputException($"{path}: clusters are written as .csv or .npy; choose one by the file's name");
        AtomicFile.Probe(path);
    }

    /// <summary>Writes the file or files, each whole or not at all.</summary>
    public static void Write(string path, FoundClusters clusters, bool forSpreadsheet, CancellationToken cancellation)
    {
        if (IsCsv(path))
        {
            AtomicFile.Write(path, stream => WriteCsv(stream, clusters, CsvField.Quoting(forSpreadsheet)), cancellation);
            return;
        }

        int n = clusters.ClusterOf.Length;
        if (clusters.Probabilities is { } probabilities)
        {
            AtomicFile.Write(
                Path.ChangeExtension(path, ".probabilities.npy"),
                stream => NpyWriter.Write<float>(stream, [n], probabilities),
                cancellation
            );
        }

        AtomicFile.Write(path, stream => NpyWriter.Write<int>(stream, [n], clusters.ClusterOf), cancellation);
    }

    private static void WriteCsv(Stream stream, FoundClusters clusters, Func<string, string> quote)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true)
        {
            NewLine = "\n",
        };
        writer.WriteLine(
            clusters.Probabilities is null ? "cluster number,cluster name" : "cluster number,cluster name,cluster probability"
        );
        string[] names = [.. clusters.Names.Select(name => quote(name.Name))];
        for (int sample = 0; sample < clusters.ClusterOf.Length; sample++)
        {
            int cluster = clusters.ClusterOf[sample];
            writer.Write(string.Create(CultureInfo.InvariantCulture, $"{cluster},{(cluster < 0 ? "noise" : names[cluster])}"));
            if (clusters.Probabilities is { } probabilities)
                writer.Write(string.Create(CultureInfo.InvariantCulture, $",{probabilities[sample]}"));
            writer.WriteLine();
        }
    }

    private static bool IsCsv(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
}
