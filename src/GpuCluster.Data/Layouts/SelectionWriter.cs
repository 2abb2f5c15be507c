using System.Globalization;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Layouts;

/// <summary>
/// Writes some samples of a layout, in the format of the file's extension. X.csv: index, name, label and columns where there are any, x, y
/// and z. X.npy: positions, float32 (m, dims), and beside it X.indices.npy, int32 (m,). X.ply: positions and colours.
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
            labels: null,
            samples.Rgba is { } rgba ? [.. samples.Indices.Select(index => rgba[index])] : null,
            cancellation: cancellation
        );
        if (path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            AtomicFile.Write(
                Path.ChangeExtension(path, ".indices.npy"),
                stream => NpyWriter.Write<int>(stream, [samples.Indices.Length], samples.Indices),
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
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true)
        {
            NewLine = "\n",
        };
        List<(string Name, Func<int, string> Of)> fields = FieldsOf(samples);
        writer.WriteLine(string.Join(',', fields.Select(field => CsvField.Quote(field.Name))));
        for (int i = 0; i < samples.Indices.Length; i++)
        {
            if (i % 4096 == 0)
                cancellation.ThrowIfCancellationRequested();
            writer.WriteLine(string.Join(',', fields.Select(field => CsvField.Quote(field.Of(samples.Indices[i])))));
        }
    }

    private static List<(string Name, Func<int, string> Of)> FieldsOf(SelectionSamples samples)
    {
        List<(string Name, Func<int, string> Of)> fields =
        [
            ("index", index => index.ToString(CultureInfo.InvariantCulture)),
            ("name", samples.NameOf),
        ];
        if (samples.Labels is { } labels)
            fields.Add(("label", index => labels.ClassOf[index] is >= 0 and int label ? labels.ClassNames[label] : ""));
        foreach (SampleColumn column in samples.Columns)
            fields.Add((column.Name, column.TextOf));

        for (int axis = 0; axis < samples.Layout.Dims; axis++)
        {
            int at = axis;
            fields.Add(("xyz"[at].ToString(), index => Text(samples.Layout.Of(index)[at])));
        }

        return fields;
    }

    private static string Text(float value) => value.ToString(CultureInfo.InvariantCulture);
}
