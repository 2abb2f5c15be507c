using System.Runtime.InteropServices;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;

namespace GpuCluster.Data.Readers;

/// <summary>
/// A .npy as a dataset: float32 (N, D) is an embedding or a layout, uint8 (N, D) an embedding scaled by 1/255, uint8 (N, H, W) images.
/// Anything else is refused with the NumPy line that converts it. Arrays are read in blocks straight into their final memory, and large
/// ones of floats are mapped and not copied (<see cref="MappedFloats"/>); .NET's platforms are little-endian, as "&lt;f4" is.
/// </summary>
internal static class NpyFile
{
    /// <summary>
    /// The size in bytes from which floats are mapped: below it a copy takes no noticeable time, and other programs cannot change it.
    /// </summary>
    internal const long MinMapped = 256L << 20;

    private const int BlockBytes = 1 << 22;

    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        using FileStream stream = InputFile.Open(path);
        NpyHeader header = NpyHeader.Read(stream, path);
        int elementBytes = NpyRefusal.CheckSamples(header, path);
        header.CheckLength(stream.Length, elementBytes, path);
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

        string name = InputFile.NameOf(path);
        Dataset dataset =
            elementBytes == 4
                ? Matrix(name, stream, header, (int)rows, (int)columns, options, path, cancellation)
                : Bytes(name, header, ReadBytes(stream, rows * columns, path, cancellation), (int)rows, path);
        string? labelsPath = options.LabelsPath ?? Beside(path);
        return labelsPath is null
            ? dataset
            : dataset with
            {
                Labels = DatasetReader.ReadLabels(labelsPath, header.Shape[0]).Take((int)rows),
            };
    }

    /// <summary>Reads float32 row by row, checked.</summary>
    internal static float[] ReadFloats(Stream stream, int rows, int columns, string path, CancellationToken cancellation)
    {
        float[] values = HostMemory.Allocate<float>((long)rows * columns, path);
        for (int start = 0; start < values.Length; start += BlockBytes / sizeof(float))
        {
            cancellation.ThrowIfCancellationRequested();
            Span<float> block = values.AsSpan(start, Math.Min(BlockBytes / sizeof(float), values.Length - start));
            Fill(stream, MemoryMarshal.AsBytes(block), path);
            int bad = Finite.IndexOfFirstBad(block);
            if (bad >= 0)
                throw NotFinite(path, start + (long)bad, columns, block[bad]);
        }

        return values;
    }

    private static Dataset Matrix(
        string name,
        FileStream stream,
        NpyHeader header,
        int rows,
        int columns,
        DatasetOptions options,
        string path,
        CancellationToken cancellation
    )
    {
        if (options.As != MatrixUse.Embedding && columns is 2 or 3)
            return new LayoutDataset(name, new Layout(rows, columns, ReadFloats(stream, rows, columns, path, cancellation)), null);
        long length = (long)rows * columns;
        EmbeddingMatrix embedding =
            length * sizeof(float) >= MinMapped && length <= int.MaxValue && header.Start % sizeof(float) == 0
                ? Map(stream, header.Start, rows, columns, options, path, cancellation)
                : new EmbeddingMatrix(rows, columns, ReadFloats(stream, rows, columns, path, cancellation));
        return new EmbeddingDataset(name, embedding, null);
    }

    private static Dataset Bytes(string name, NpyHeader header, byte[] values, int rows, string path)
    {
        if (header.Shape.Length == 3)
            return new ImageDataset(name, new ImageStack(rows, (int)header.Shape[1], (int)header.Shape[2], values), null);
        float[] features = HostMemory.Allocate<float>(values.Length, path);
        PixelBrightness.Scale(values, features);
        return new EmbeddingDataset(name, new EmbeddingMatrix(rows, (int)header.Shape[1], features), null);
    }

    /// <summary>
    /// Maps the values. A mapping that is checked late stays mapped even if the check fails, as the caller may still hold rows.
    /// </summary>
    private static EmbeddingMatrix Map(
        FileStream stream,
        long start,
        int rows,
        int columns,
        DatasetOptions options,
        string path,
        CancellationToken cancellation
    )
    {
#pragma warning disable IDISP001 // Owned by the memory that is handed out, to the end of the process.
        MappedFloats mapped = new(stream, start, rows * columns, path);
#pragma warning restore IDISP001
        ReadOnlyMemory<float> values = mapped.Memory;
        if (options.ChecksLate)
            return new EmbeddingMatrix(rows, columns, values, () => Check(values, columns, options.Progress, path, cancellation));
        try
        {
            Check(values, columns, options.Progress, path, cancellation);
            return new EmbeddingMatrix(rows, columns, values);
        }
        catch
        {
            ((IDisposable)mapped).Dispose();
            throw;
        }
    }

    /// <summary>Checks mapped values on all cores, which brings their pages into this process as well.</summary>
    private static void Check(
        ReadOnlyMemory<float> values,
        int columns,
        Action<double>? progress,
        string path,
        CancellationToken cancellation
    )
    {
        const int PerBlock = BlockBytes / sizeof(float);
        int blocks = (int)(((long)values.Length + PerBlock - 1) / PerBlock),
            done = 0;
        long firstBad = long.MaxValue;
        Lock gate = new();
        Parallel.For(
            0,
            blocks,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            block =>
            {
                int first = block * PerBlock;
                int bad = Finite.IndexOfFirstBad(values.Span.Slice(first, Math.Min(PerBlock, values.Length - first)));
                if (bad >= 0)
                {
                    lock (gate)
                        firstBad = Math.Min(firstBad, first + (long)bad);
                }

                progress?.Invoke(Interlocked.Increment(ref done) / (double)blocks);
            }
        );
        if (firstBad != long.MaxValue)
            throw NotFinite(path, firstBad, columns, values.Span[(int)firstBad]);
    }

    private static UnusableInputException NotFinite(string path, long at, int columns, float value) =>
        new($"{path}: row {at / columns}, column {at % columns} is {value}; remove such rows or replace the value: numpy.nan_to_num(x)");

    private static byte[] ReadBytes(FileStream stream, long length, string path, CancellationToken cancellation)
    {
        byte[] values = HostMemory.Allocate<byte>(length, path);
        for (int start = 0; start < values.Length; start += BlockBytes)
        {
            cancellation.ThrowIfCancellationRequested();
            Fill(stream, values.AsSpan(start, Math.Min(BlockBytes, values.Length - start)), path);
        }

        return values;
    }

    /// <summary>The length was checked, so a short read means that another program shortened the file meanwhile.</summary>
    private static void Fill(Stream stream, Span<byte> block, string path)
    {
        if (InputFile.ReadUpTo(stream, block, path) < block.Length)
            throw new UnusableInputException($"{path}: became shorter while it was read; save it again");
    }

    /// <summary>Labels of X.npy are X.labels.npy.</summary>
    private static string? Beside(string path)
    {
        string labels = Path.ChangeExtension(path, ".labels.npy");
        return labels != path && File.Exists(labels) ? labels : null;
    }
}
