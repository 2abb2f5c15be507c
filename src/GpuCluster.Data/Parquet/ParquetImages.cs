using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using Parquet.Schema;

namespace GpuCluster.Data.Parquet;

/// <summary>
/// The image files inside a .parquet, unpacked once into the user's cache, so that thumbnails, embedders and duplicate search can read them
/// as files. The folder's name is made from the file's path, length and modification time; the folder is renamed to it when it is complete.
/// </summary>
internal static class ParquetImages
{
    /// <summary>Unpacks the images of the first rows.</summary>
    /// <returns>The path of each row's file; empty where a row has no image.</returns>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public static string[] Unpack(
        string path,
        ParquetTable table,
        DataField bytes,
        int rows,
        Action<double>? progress,
        CancellationToken cancellation
    )
    {
        string folder = Path.Combine(
            UserCache.Folder("parquet") ?? Path.Combine(Path.GetTempPath(), "gpucluster", "parquet"),
            KeyOf(new FileInfo(path), ParquetTable.NameOf(bytes), rows)
        );
        if (!Directory.Exists(folder))
        {
            string beside = $"{folder}.{Path.GetRandomFileName()}";
            try
            {
                Directory.CreateDirectory(beside);
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
                );
                Directory.Move(beside, folder);
            }
            catch (IOException e) when (!Directory.Exists(folder))
            {
                throw new MachineFaultException(
                    $"{path}: its images cannot be unpacked into {Path.GetDirectoryName(folder)}: {e.Message}; make room there, or "
                        + "set XDG_CACHE_HOME to another folder",
                    e
                );
            }
            catch (IOException)
            {
                // Another run finished first: use its folder.
            }
            finally
            {
                if (Directory.Exists(beside))
                    Directory.Delete(beside, recursive: true);
            }
        }

        return [.. Enumerable.Range(0, rows).Select(row => FileOf(folder, row)).Select(file => File.Exists(file) ? file : "")];
    }

    private static string FileOf(string folder, int row) => Path.Combine(folder, row.ToString("D8", CultureInfo.InvariantCulture));

    private static string KeyOf(FileInfo file, string column, int rows)
    {
        string identity = string.Create(
            CultureInfo.InvariantCulture,
            $"{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n{column}\n{rows}\n{file.FullName}"
        );
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)));
    }
}
