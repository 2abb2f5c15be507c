using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;
using Microsoft.Win32.SafeHandles;

namespace GpuCluster.Data.Parts;

/// <summary>
/// Rows of a matrix that <see cref="PartFile"/> wrote, read where they are wanted: nothing is mapped, so that memory stays bounded and a
/// file that vanishes from a shared disk is an error and not the end of the process.
/// </summary>
public sealed class PartRows<T> : IDisposable
    where T : unmanaged
{
    /// <summary>Bytes between two rows that are read along: a call of the system takes as long as copying them.</summary>
    private const int MaxGapBytes = 16 << 10;

    /// <summary>Bytes that are read at once on the way to rows with gaps.</summary>
    private const int MaxBlockBytes = 1 << 20;

    private readonly SafeFileHandle _handle;
    private readonly string _path;
    private readonly long _start;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The .npy.</param>
    /// <exception cref="UnusableInputException">It is absent, damaged, or holds another type.</exception>
    public PartRows(string path)
    {
        using (FileStream stream = InputFile.Open(path))
        {
            NpyHeader header = NpyHeader.Read(stream, path);
            if (header.Type != NpyWriter.TypeOf<T>() || header.IsFortran || header.Shape is not [<= int.MaxValue, >= 1 and <= int.MaxValue])
            {
                throw new UnusableInputException(
                    $"{path}: {header.Type} of shape {header.ShapeText} is no part of a job; have it made again"
                );
            }
            header.CheckLength(stream.Length, Unsafe.SizeOf<T>(), path);
            (Rows, Columns, _start) = ((int)header.Shape[0], (int)header.Shape[1], header.Start);
        }

        _path = path;
        _handle = InputFile.OpenHandle(path);
    }

    /// <summary>n.</summary>
    public int Rows { get; }

    /// <summary>d.</summary>
    public int Columns { get; }

    /// <summary>Reads rows.</summary>
    /// <param name="first">0 to n - 1.</param>
    /// <param name="values">As many rows as it has room for.</param>
    /// <exception cref="MachineFaultException">The disk fails, or the file became shorter.</exception>
    public void Read(int first, Span<T> values)
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        long at = _start + ((long)first * Columns * Unsafe.SizeOf<T>());
        try
        {
            while (bytes.Length > 0)
            {
                int read = RandomAccess.Read(_handle, bytes, at);
                if (read == 0)
                    throw new MachineFaultException($"{_path}: became shorter while it was read; have it made again");
                bytes = bytes[read..];
                at += read;
            }
        }
        catch (IOException e)
        {
            throw new MachineFaultException($"{_path}: reading failed: {e.Message}", e);
        }
    }

    /// <summary>Reads some rows.</summary>
    /// <param name="rows">Ascending, each once, 0 to n - 1.</param>
    /// <param name="values">As many rows.</param>
    /// <inheritdoc cref="Read(int, Span{T})"/>
    public void Read(ReadOnlySpan<int> rows, Span<T> values)
    {
        int rowBytes = Columns * Unsafe.SizeOf<T>(),
            maxStep = 1 + (MaxGapBytes / rowBytes),
            maxBlock = Math.Max(1, MaxBlockBytes / rowBytes);
        T[] block = ArrayPool<T>.Shared.Rent(maxBlock * Columns);
        for (int start = 0, end = 0; start < rows.Length; start = end)
        {
            int first = rows[start];
            for (end = start + 1; end < rows.Length && rows[end] - rows[end - 1] <= maxStep && rows[end] - first < maxBlock; )
                end++;
            int count = rows[end - 1] - first + 1;
            Span<T> wanted = values.Slice(start * Columns, (end - start) * Columns);
            if (count == end - start)
            {
                Read(first, wanted);
                continue;
            }

            Span<T> read = block.AsSpan(0, count * Columns);
            Read(first, read);
            for (int i = start; i < end; i++)
                read.Slice((rows[i] - first) * Columns, Columns).CopyTo(wanted[((i - start) * Columns)..]);
        }

        ArrayPool<T>.Shared.Return(block);
    }

    /// <summary>All values.</summary>
    public T[] ReadAll()
    {
        T[] values = HostMemory.Allocate<T>((long)Rows * Columns, _path);
        Read(0, values);
        return values;
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
