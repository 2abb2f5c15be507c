using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Tables;
using GpuCluster.Pipeline.Clusters;

namespace GpuCluster.App.Commands.Clusters;

/// <summary>
/// Writes the cluster of every sample. X.csv: index, path, label, then its number, its name and, of HDBSCAN, its probability, a row a
/// sample, which --columns reads. X.npy: its number, int32 (n,), -1 for noise, which --labels reads, and of
/// HDBSCAN beside it X.probabilities.npy, float32 (n,).
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
    public static void Write(
        string path,
        FoundClusters clusters,
        SampleHeading heading,
        bool forSpreadsheet,
        CancellationToken cancellation
    )
    {
        if (IsCsv(path))
        {
            Table(clusters, heading, forSpreadsheet).Write(path, [.. Enumerable.Range(0, clusters.ClusterOf.Length)], cancellation);
            return;
        }

        // Every row of the data has its place, as labels are read by row.
        SampleRows rows = heading.Rows ?? SampleRows.All(clusters.ClusterOf.Length);
        if (clusters.Probabilities is { } probabilities)
        {
            AtomicFile.Write(
                Path.ChangeExtension(path, ".probabilities.npy"),
                stream => NpyWriter.Write<float>(stream, [rows.Count], rows.Spread<float>(probabilities, 1, float.NaN)),
                cancellation
            );
        }

        AtomicFile.Write(
            path,
            stream => NpyWriter.Write<int>(stream, [rows.Count], rows.Spread<int>(clusters.ClusterOf, 1, -1)),
            cancellation
        );
    }

    private static SampleTable Table(FoundClusters clusters, SampleHeading heading, bool forSpreadsheet)
    {
        List<(string Name, Func<int, string> Of)> columns =
        [
            ("cluster number", row => SampleTable.Text(clusters.ClusterOf[row])),
            ("cluster name", row => clusters.ClusterOf[row] is >= 0 and int cluster ? clusters.Names[cluster].Name : "noise"),
        ];
        if (clusters.Probabilities is { } probabilities)
            columns.Add(("cluster probability", row => SampleTable.Text(probabilities[row])));
        return new SampleTable(heading, columns) { ForSpreadsheet = forSpreadsheet };
    }

    private static bool IsCsv(string path) => path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
}
