using System.Buffers.Text;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using SkiaSharp;

namespace GpuCluster.Data.Projector;

/// <summary>
/// Writes a folder that TensorBoard's Embedding Projector opens: vectors.tsv, metadata.tsv, sprite.png and, last,
/// projector_config.pbtxt and .json.
/// Each file is written completely or not at all; the configurations come last, so a folder that has one has all.
/// </summary>
public static class ProjectorWriter
{
    private const int BlockBytes = 1 << 20;
    private const int LongestNumber = 32;
    private const string NoValue = "NaN";

    /// <summary>Writes the folder and creates it if it does not exist.</summary>
    /// <param name="folder">Its files of these names are replaced.</param>
    /// <param name="set">What to write.</param>
    /// <param name="report">Receives the share that is done, 0 to 1.</param>
    /// <param name="cancellation">Stops; the current file is not written.</param>
    /// <returns>How many samples have no picture of their own, and got a marked one; 0 where pictures were not asked for.</returns>
    /// <exception cref="UnusableInputException">The place cannot be written to.</exception>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public static int Write(string folder, ProjectorSet set, Action<double> report, CancellationToken cancellation = default)
    {
        AtomicFile.MakeFolder(folder);
        string Place(string name) => Path.Combine(Path.GetFullPath(folder), name);
        AtomicFile.Write(
            Place(ProjectorNames.Vectors),
            stream => WriteVectors(stream, set, done => report(0.8 * done), cancellation),
            cancellation
        );
        bool hasMetadata = set.Labels is not null || set.Columns.Count > 0;
        if (hasMetadata)
            AtomicFile.Write(Place(ProjectorNames.Metadata), stream => WriteMetadata(stream, set, cancellation), cancellation);

        int edge = set.Thumbnails is { } images ? SpriteSheet.EdgeFor(set.Vectors.Rows, images.Edges[0]) : 0;
        int withoutPicture = 0;
        if (edge > 0)
        {
            AtomicFile.Write(
                Place(ProjectorNames.Sprite),
                stream =>
                    withoutPicture = WriteSprite(
                        stream,
                        set.Thumbnails!,
                        set.Vectors.Rows,
                        edge,
                        done => report(0.8 + (0.2 * done)),
                        cancellation
                    ),
                cancellation
            );
        }

        ProjectorConfig config = new(
            set.Name,
            ProjectorNames.Vectors,
            hasMetadata ? ProjectorNames.Metadata : null,
            edge > 0 ? ProjectorNames.Sprite : null,
            edge,
            edge
        );
        AtomicFile.Write(
            Place(ProjectorNames.TextConfig),
            stream => config.WriteText(stream, set.Vectors.Rows, set.Vectors.Columns),
            cancellation
        );
        AtomicFile.Write(Place(ProjectorNames.Config), stream => config.Write(stream, set.Vectors.Rows, set.Vectors.Columns), cancellation);
        report(1);
        return withoutPicture;
    }

    // Text of 70,000 x 784 numbers is half a gigabyte: formatted straight into bytes, block by block.
    private static void WriteVectors(Stream stream, ProjectorSet set, Action<double> report, CancellationToken cancellation)
    {
        byte[] block = new byte[BlockBytes];
        int used = 0;
        for (int row = 0; row < set.Vectors.Rows; row++)
        {
            ReadOnlySpan<float> values = set.Vectors.Row(row);
            for (int column = 0; column < values.Length; column++)
            {
                if (used > BlockBytes - LongestNumber)
                {
                    cancellation.ThrowIfCancellationRequested();
                    stream.Write(block, 0, used);
                    used = 0;
                    report((double)row / set.Vectors.Rows);
                }

                Utf8Formatter.TryFormat(values[column], block.AsSpan(used), out int written);
                used += written;
                block[used++] = column == values.Length - 1 ? (byte)'\n' : (byte)'\t';
            }
        }

        stream.Write(block, 0, used);
    }

    // The Projector expects a header only for several columns.
    private static void WriteMetadata(Stream stream, ProjectorSet set, CancellationToken cancellation)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true)
        {
            NewLine = "\n",
        };
        List<(string Name, Func<int, string> At)> columns = [];
        if (set.Labels is { } labels)
            columns.Add((ProjectorNames.LabelColumn, row => labels.ClassOf[row] is >= 0 and int label ? labels.ClassNames[label] : ""));
        foreach (SampleColumn column in set.Columns)
            columns.Add((column.Name, column.TextOf));

        if (columns.Count > 1)
            writer.WriteLine(string.Join('\t', columns.Select(column => Field(column.Name))));
        for (int row = 0; row < set.Vectors.Rows; row++)
        {
            if (row % 4096 == 0)
                cancellation.ThrowIfCancellationRequested();
            string line = string.Join('\t', columns.Select(column => Field(column.At(row))));
            // Readers leave out blank lines, which would give each following sample the values of the next.
            writer.WriteLine(string.IsNullOrWhiteSpace(line) ? NoValue + new string('\t', columns.Count - 1) : line);
        }
    }

    // The format has no quoting: separators of fields and rows become spaces.
    private static string Field(string text) =>
        string.Create(
            text.Length,
            text,
            static (field, source) =>
            {
                for (int i = 0; i < field.Length; i++)
                    field[i] = source[i] is '\t' or '\n' or '\r' ? ' ' : source[i];
            }
        );

    private static unsafe int WriteSprite(
        Stream stream,
        IThumbnails images,
        int count,
        int edge,
        Action<double> report,
        CancellationToken cancellation
    )
    {
        int cells = SpriteSheet.CellsPerSide(count);
        int side = cells * edge;
        int from = images.Edges[0];
        byte[] sheet = HostMemory.Allocate<byte>((long)side * side * 4, ProjectorNames.Sprite);
        Array.Clear(sheet);
        byte[] image = new byte[from * from * 4];
        byte[] cell = new byte[edge * edge * 4];
        int withoutPicture = 0;
        for (int index = 0; index < count; index++)
        {
            if (index % 256 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                report((double)index / count);
            }

            withoutPicture += images.Read(index, from, image) == ThumbnailState.Ready ? 0 : 1;
            SpriteSheet.Resize(image, from, cell, edge);
            int corner = ((index / cells * edge * side) + (index % cells * edge)) * 4;
            for (int y = 0; y < edge; y++)
                cell.AsSpan(y * edge * 4, edge * 4).CopyTo(sheet.AsSpan(corner + (y * side * 4)));
        }

        fixed (byte* pixels = sheet)
        {
            using SKPixmap pixmap = new(SpriteSheet.Info(side, side), (nint)pixels);
            using SKData png =
                pixmap.Encode(SKPngEncoderOptions.Default)
                ?? throw new MachineFaultException($"{ProjectorNames.Sprite}: {side} x {side} pixels cannot be encoded");
            png.SaveTo(stream);
        }

        return withoutPicture;
    }
}
