using System.Globalization;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Records;

/// <summary>
/// The image files inside a table, unpacked once into the user's cache (<see cref="UnpackedFolder"/>), so that thumbnails, embedders and
/// duplicate search can read them as files.
/// </summary>
internal static class RecordImages
{
    /// <summary>Unpacks the images of the first rows.</summary>
    /// <returns>The path of each row's file; empty where a row has no image.</returns>
    /// <exception cref="Core.Errors.MachineFaultException">The disk is full, or fails.</exception>
    public static string[] Unpack(
        string path,
        RecordTable table,
        RecordField bytes,
        int rows,
        Action<double>? progress,
        CancellationToken cancellation
    )
    {
        string key = UnpackedFolder.KeyOf(new FileInfo(path), bytes.Name, rows.ToString(CultureInfo.InvariantCulture));
        string folder = UnpackedFolder.Get(
            path,
            "parquet",
            key,
            beside =>
                table.Bytes(
                    bytes,
                    rows,
                    (row, content) =>
                    {
                        using (FileStream file = new(FileOf(beside, row), FileMode.CreateNew))
                            file.Write(content.Span);
                        progress?.Invoke((row + 1.0) / rows);
                    },
                    cancellation
                )
        );
        return [.. Enumerable.Range(0, rows).Select(row => FileOf(folder, row)).Select(file => File.Exists(file) ? file : "")];
    }

    private static string FileOf(string folder, int row) => Path.Combine(folder, row.ToString("D8", CultureInfo.InvariantCulture));
}
