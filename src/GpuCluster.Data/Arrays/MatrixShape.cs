using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
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

    /// <summary>Bytes before the numbers of each row, which are passed over.</summary>
    public int RowPrefix { get; init; }

    /// <summary>Whether uint8 is scaled by 1/255, as pixels are.</summary>
    public bool AreBytesScaled { get; init; }

    /// <summary>Whether the numbers can be used where they lie.</summary>
    public bool CanBeMapped => BitConverter.IsLittleEndian && Type == ElementType.Float32 && !IsColumnMajor && RowPrefix == 0;

    /// <summary>
    /// Reads the first rows as float32, in blocks: besides the result, memory for a few million bytes (or one column) is needed.
    /// </summary>
    /// <param name="stream">At the first number.</param>
    /// <param name="rows">How many, 1 or more.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Length rows x columns, all finite.</returns>
    /// <exception cref="UnusableInputException">The stream ends early, or a value is not finite in float32.</exception>
    public float[] Read(Stream stream, int rows, CancellationToken cancellation)
    {
        float[] values = HostMemory.Allocate<float>((long)rows * Columns, Path);
        if (IsColumnMajor)
            ReadColumns(stream, rows, values, cancellation);
        else
            ReadRows(stream, rows, values, cancellation);
        return values;
    }

    /// <summary>The error for a value that no layout can use.</summary>
    public UnusableInputException NotFinite(long at, float value) =>
        new(
            $"{Path}: row {at / Columns}, column {at % Columns} is {value}"
                + (Type is { Kind: ElementKind.Float, Bytes: 8 } && !float.IsNaN(value) ? " as float32" : "")
                + "; remove such rows or replace the value: numpy.nan_to_num(x)"
        );

    private void ReadRows(Stream stream, int rows, float[] values, CancellationToken cancellation)
    {
        // Without prefixes the rows are one run of numbers, however long a row is.
        (int run, int runs) = RowPrefix > 0 ? (Columns, rows) : (values.Length, 1);
        byte[] block = new byte[BlockBytes];
        for (long first = 0; first < (long)run * runs; )
        {
            cancellation.ThrowIfCancellationRequested();
            if (first % run == 0)
                Fill(stream, block.AsSpan(0, RowPrefix));
            int count = (int)Math.Min(BlockBytes / Type.Bytes, run - (first % run));
            Fill(stream, block.AsSpan(0, count * Type.Bytes));
            Span<float> target = values.AsSpan((int)first, count);
            Convert(block.AsSpan(0, count * Type.Bytes), target);
            int bad = Finite.IndexOfFirstBad(target);
            if (bad >= 0)
                throw NotFinite(first + bad, target[bad]);
            first += count;
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

        int bad = Finite.IndexOfFirstBad(values);
        if (bad >= 0)
            throw NotFinite(bad, values[bad]);
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
