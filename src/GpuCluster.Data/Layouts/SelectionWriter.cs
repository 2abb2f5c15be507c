using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Layouts;

/// <summary>
/// Writes some samples of a layout, in the format of the file's extension. X.csv: index, path, label and columns where there are any,
/// x, y and z. X.npy: positions, float32 (m, dims), and beside it X.indices.npy, int32 (m,). X.ply: positions and colours.
/// </summary>
public static class SelectionWriter
{
    /// <summary>Writes the file or files, each whole or not at all.</summary>
    /// <exception cref="UnusableInputException">The extension or the place cannot be used.</exception>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public static void Write(string path, SelectionSamples samples, CancellationToken cancellation = default)
    {
        if (path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            AtomicFile.Write(path, stream => WriteCsv(stream, samples, cancellation), cancellation);
            return;
        }

        LayoutWriter.Write(
            path,
            Chosen(samples),
            heading: null,
            samples.Rgba is { } rgba ? [.. samples.Indices.Select(index => rgba[index])] : null,
            cancellation: cancellation
        );
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            AtomicFile.Write(
                Path.ChangeExtension(path, ".indices.npy"),
                stream => NpyWriter.Write<int>(stream, [samples.Indices.Length], [.. samples.Indices.Select(samples.Heading.RowOf)]),
                cancellation
            );
        }
    }

    private static Layout Chosen(SelectionSamples samples)
    {
        int dims = samples.Layout.Dims;
        float[] values = new float[samples.Indices.Length * dims];
        for (int i = 0; i < samples.Indices.Length; i++)
            samples.Layout.Of(samples.Indices[i]).CopyTo(values.AsSpan(i * dims));
        return new Layout(samples.Indices.Length, dims, values);
    }

    private static void WriteCsv(Stream stream, SelectionSamples samples, CancellationToken cancellation)
    {
        // Paths of vectors may also be a column of their own.
        IEnumerable<(string Name, Func<int, string> Of)> columns = samples
            .Columns.Where(column => column.Name != SampleHeading.Path || samples.Heading.Paths is null)
            .Select(column => (column.Name, (Func<int, string>)(row => column.TextOf(samples.Indices[row]))));
        new SampleTable(samples.Heading, [.. columns, .. CsvLayout.Axes(samples.Layout, row => samples.Indices[row])]).Write(
            stream,
            samples.Indices,
            cancellation
        );
    }
}
