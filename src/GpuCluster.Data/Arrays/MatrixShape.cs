using System.Buffers.Binary;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Arrays;

/// <summary>How a matrix lies in a file: its rows one after the other, or its columns.</summary>
/// <param name="Path">For messages.</param>
/// <param name="Type">How each number is stored.</param>
/// <param name="Rows">All rows, 1 or more.</param>
/// <param name="Columns">Values of each row, 1 or more.</param>
internal sealed record MatrixShape(string Path, ElementType Type, long Rows, int Columns)
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Whether the columns lie one after the other, as Fortran stores a matrix.</summary>
    public bool IsColumnMajor { get; init; }

    /// <summary>Whether the number of columns stands before each row, as int32.</summary>
    public bool HasLengths { get; init; }

    /// <summary>Whether uint8 is scaled by 1/255, as pixels are.</summary>
    public bool AreBytesScaled { get; init; }

    /// <summary>Whether the numbers can be used where they lie.</summary>
    public bool CanBeMapped => BitConverter.IsLittleEndian && Type == ElementType.Float32 && !IsColumnMajor && !HasLengths;

    /// <summary>
    /// Reads the first rows as float32, in blocks: besides the result, memory for a few million bytes (or one column) is needed.
    /// </summary>
    /// <param name="stream">At the first number.</param>
    /// <param name="rows">How many, 1 or more.</param>
    /// <param name="cancellation">Stops.</param>
    /// <param name="kept">The rows that have a vector. A row of NaN alone has none; its place in the memory is taken by the next.</param>
    /// <returns>The values of these rows, all finite, at the beginning of rows x columns values.</returns>
    /// <exception cref="UnusableInputException">The stream ends early, a value is not finite in float32, or no row has a
    /// vector.</exception>
    public ReadOnlyMemory<float> Read(Stream stream, int rows, CancellationToken cancellation, out SampleRows kept)
    {
        float[] values = HostMemory.Allocate<float>((long)rows * Columns, Path);
        if (IsColumnMajor)
            ReadColumns(stream, rows, values, cancellation);
        else if (HasLengths)
            ReadRowsWithLengths(stream, rows, values, cancellation);
        else
            ReadRows(stream, values, cancellation);
        kept = MissingRows.Find(this, new EmbeddingMatrix(rows, Columns, values), null, cancellation);
        for (int sample = 0; sample < kept.Samples && !kept.IsWhole; sample++)
            values.AsSpan(kept.RowOf(sample) * Columns, Columns).CopyTo(values.AsSpan(sample * Columns));
        return values.AsMemory(0, kept.Samples * Columns);
    }

    /// <summary>The error for a value that no layout can use.</summary>
    public UnusableInputException NotFinite(long at, float value) =>
        new(
            $"{Path}: row {at / Columns}, column {at % Columns} is {value}"
                + (Type is { Kind: ElementKind.Float, Bytes: 8 } && !float.IsNaN(value) ? " as float32" : "")
                + "; remove such rows or replace the value: numpy.nan_to_num(x)"
        );

    private void ReadRows(Stream stream, float[] values, CancellationToken cancellation)
    {
        byte[] block = new byte[BlockBytes];
        for (int first = 0, count; first < values.Length; first += count)
        {
            cancellation.ThrowIfCancellationRequested();
            count = Math.Min(BlockBytes / Type.Bytes, values.Length - first);
            Fill(stream, block.AsSpan(0, count * Type.Bytes));
            Convert(block.AsSpan(0, count * Type.Bytes), values.AsSpan(first, count));
        }
    }

    // As many whole rows at a time as a block holds, but one at least.
    private void ReadRowsWithLengths(Stream stream, int rows, float[] values, CancellationToken cancellation)
    {
        long rowBytes = sizeof(int) + ((long)Columns * Type.Bytes);
        int perBlock = (int)Math.Clamp(BlockBytes / rowBytes, 1, rows);
        byte[] block = HostMemory.Allocate<byte>(perBlock * rowBytes, Path);
        for (int first = 0, count; first < rows; first += count)
        {
            cancellation.ThrowIfCancellationRequested();
            count = Math.Min(perBlock, rows - first);
            Fill(stream, block.AsSpan(0, (int)(count * rowBytes)));
            for (int row = 0; row < count; row++)
            {
                Span<byte> bytes = block.AsSpan((int)(row * rowBytes), (int)rowBytes);
                int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
                if (length != Columns)
                {
                    throw new UnusableInputException(
                        $"{Path}: row {first + row} has {length} values, row 0 has {Columns}; every vector needs as many"
                    );
                }

                Convert(bytes[sizeof(int)..], values.AsSpan((first + row) * Columns, Columns));
            }
        }
    }

    // A few columns at a time, so that each row is written in runs.
    private void ReadColumns(Stream stream, int rows, float[] values, CancellationToken cancellation)
    {
        long columnBytes = Rows * Type.Bytes;
        int perBlock = (int)Math.Clamp(BlockBytes / columnBytes, 1, Columns);
        byte[] bytes = HostMemory.Allocate<byte>(perBlock * columnBytes, Path);
        float[] numbers = HostMemory.Allocate<float>((long)perBlock * rows, Path);
        for (int first = 0; first < Columns; first += perBlock)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(perBlock, Columns - first);
            Fill(stream, bytes.AsSpan(0, (int)(count * columnBytes)));
            for (int column = 0; column < count; column++)
                Convert(bytes.AsSpan((int)(column * columnBytes), rows * Type.Bytes), numbers.AsSpan(column * rows, rows));
            for (int row = 0; row < rows; row++)
            {
                Span<float> target = values.AsSpan((row * Columns) + first, count);
                for (int column = 0; column < count; column++)
                    target[column] = numbers[(column * rows) + row];
            }
        }
    }

    private void Convert(Span<byte> bytes, Span<float> floats)
    {
        Type.ToFloats(bytes, floats);
        if (!AreBytesScaled || Type != ElementType.Byte)
            return;
        PixelBrightness.Scale(bytes, floats);
    }

    // Lengths were checked, so a short read means that another program shortened the file meanwhile.
    private void Fill(Stream stream, Span<byte> block)
    {
        if (InputFile.ReadUpTo(stream, block, Path) < block.Length)
            throw new UnusableInputException($"{Path}: became shorter while it was read; save it again");
    }
}
