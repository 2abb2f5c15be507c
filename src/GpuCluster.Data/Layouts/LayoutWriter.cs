using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Layouts;

/// <summary>Writes a layout in the format of the file's extension: .npy, .csv, .ply or .glb.</summary>
public static class LayoutWriter
{
    /// <summary>Checks the extension and that the file can be written; call it before the layout is computed.</summary>
    /// <exception cref="UnusableInputException">The extension or the place cannot be used.</exception>
    public static void Check(string path)
    {
        if (FormatOf(path) is null)
        {
            throw new UnusableInputException(
                $"{path}: unknown layout format '{Path.GetExtension(path)}'; end the name in .npy, .csv, .ply or .glb"
            );
        }

        AtomicFile.Probe(path);
    }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="heading">Paths and labels, for .csv; the others cannot hold names. Null for none. In a .npy, a row without a sample
    /// is NaN.</param>
    /// <param name="rgba">A colour for each sample, red in the lowest byte, for .ply and .glb; null for none.</param>
    /// <param name="forSpreadsheet">In a .csv, no label is a formula (<see cref="CsvField.QuoteForSpreadsheet"/>).</param>
    /// <param name="thumbnails">The samples' pictures, for .glb; null for none.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <exception cref="UnusableInputException">The extension or the place cannot be used.</exception>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public static void Write(
        string path,
        Layout layout,
        SampleHeading? heading = null,
        uint[]? rgba = null,
        bool forSpreadsheet = false,
        IThumbnails? thumbnails = null,
        CancellationToken cancellation = default
    )
    {
        Check(path);
        AtomicFile.Write(
            path,
            stream =>
            {
                switch (FormatOf(path))
                {
                    case ".csv":
                        CsvLayout.Write(stream, layout, heading ?? new SampleHeading(), forSpreadsheet, cancellation);
                        break;
                    case ".ply":
                        PlyLayout.Write(stream, layout, rgba);
                        break;
                    case ".glb":
                        GlbLayout.Write(stream, layout, rgba, thumbnails, cancellation);
                        break;
                    default:
                        NpyWriter.Write(
                            stream,
                            new EmbeddingMatrix(layout.Count, layout.Dims, layout.Values),
                            heading?.Rows ?? SampleRows.All(layout.Count)
                        );
                        break;
                }
            },
            cancellation
        );
    }

    private static string? FormatOf(string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        return extension is ".npy" or ".csv" or ".ply" or ".glb" ? extension : null;
    }
}
