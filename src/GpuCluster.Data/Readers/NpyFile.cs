using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Arrays;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Npy;

namespace GpuCluster.Data.Readers;

/// <summary>
/// A .npy as a dataset: numbers (N, D) of any type, byte order and order of indices are an embedding or a layout, uint8 (N, D) an embedding
/// scaled by 1/255, uint8 (N, H, W) or (N, H, W, 3) images. Anything else is refused with the NumPy line that converts it. Arrays are read
/// in blocks straight into their final memory, and large ones of float32 are mapped and not copied (<see cref="MappedRows"/>).
/// </summary>
internal static class NpyFile
{
    private const int BlockBytes = 1 << 22;

    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        using FileStream stream = InputFile.Open(path);
        NpyHeader header = NpyHeader.Read(stream, path);
        ElementType type = NpyRefusal.CheckSamples(header, path);
        header.CheckLength(stream.Length, type.Bytes, path);
        if (header.Shape.Contains(0))
            throw new UnusableInputException($"{path}: empty, shape {header.ShapeText}; give at least one sample");

        long rows = Math.Min(header.Shape[0], options.Limit ?? long.MaxValue);
        long columns = (long)(header.Elements / header.Shape[0]);
        if (rows > int.MaxValue || columns > int.MaxValue)
        {
            throw new UnusableInputException($"{path}: shape {header.ShapeText} is more than one set holds; take fewer samples")
            {
                Remedies = [Remedy.FewerSamples],
            };
        }

        SampleRows kept = SampleRows.All((int)rows);
        Dataset dataset =
            header.Shape.Length == 2
                ? Matrix(stream, header, type, (int)rows, options, path, cancellation, out kept)
                : Images(stream, header, (int)rows, rows * columns, path, cancellation);
        SampleLabels? labels = LabelsFile.Of(path, options, header.Shape[0], (int)rows);
        return MissingRows.LeaveOut(dataset with { Labels = labels }, kept, path);
    }

    private static Dataset Matrix(
        FileStream stream,
        NpyHeader header,
        ElementType type,
        int rows,
        DatasetOptions options,
        string path,
        CancellationToken cancellation,
        out SampleRows kept
    )
    {
        string name = InputFile.NameOf(path);
        int columns = (int)header.Shape[1];
        MatrixShape shape = new(path, type, header.Shape[0], columns) { IsColumnMajor = header.IsFortran, AreBytesScaled = true };
        bool isLayout = options.As != MatrixUse.Embedding && columns is 2 or 3 && type != ElementType.Byte;
        if (isLayout)
        {
            ReadOnlyMemory<float> positions = shape.Read(stream, rows, cancellation, out kept);
            return new LayoutDataset(name, new Layout(kept.Samples, columns, positions.ToArray()), null);
        }

        (EmbeddingMatrix vectors, kept) = MappedRows.Open(stream, header.Start, shape, rows, options, cancellation);
        return new EmbeddingDataset(name, vectors, null);
    }

    private static ImageDataset Images(
        FileStream stream,
        NpyHeader header,
        int rows,
        long length,
        string path,
        CancellationToken cancellation
    )
    {
        byte[] pixels = HostMemory.Allocate<byte>(length, path);
        for (int start = 0; start < pixels.Length; start += BlockBytes)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<byte> block = pixels.AsSpan(start, Math.Min(BlockBytes, pixels.Length - start));
            // The length was checked, so a short read means that another program shortened the file meanwhile.
            if (InputFile.ReadUpTo(stream, block, path) < block.Length)
                throw new UnusableInputException($"{path}: became shorter while it was read; save it again");
        }

        int channels = header.Shape.Length == 4 ? (int)header.Shape[3] : 1;
        ImageStack images = new(rows, (int)header.Shape[1], (int)header.Shape[2], pixels, channels);
        return new ImageDataset(InputFile.NameOf(path), images, null);
    }
}
