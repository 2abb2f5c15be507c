using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;

namespace GpuCluster.Data.Parts;

/// <summary>A matrix as .npy that is one output of a larger run, with the checksum by which another machine trusts it.</summary>
public static class PartFile
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Writes a matrix beside its place, flushes and renames it.</summary>
    /// <param name="path">The .npy; its folder exists.</param>
    /// <param name="columns">Values of a row, 1 or more.</param>
    /// <param name="values">Row by row: float, double or int.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public static PartCheck Write<T>(string path, int columns, ReadOnlyMemory<T> values, CancellationToken cancellation)
        where T : unmanaged
    {
        PartCheck check = default;
        AtomicFile.Write(
            path,
            stream =>
            {
                using CheckedStream through = new(stream);
                NpyWriter.Write(through, [values.Length / columns, columns], values.Span);
                check = through.Check;
            },
            cancellation
        );
        return check;
    }

    /// <summary>The length of a file; null where there is none.</summary>
    public static long? LengthOf(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : null;

    /// <summary>Reads a file through; null where there is none.</summary>
    /// <exception cref="MachineFaultException">The disk fails.</exception>
    public static PartCheck? CheckOf(string path)
    {
        if (!File.Exists(path))
            return null;
        using FileStream stream = InputFile.Open(path);
        byte[] block = new byte[BlockBytes];
        Crc32 crc = default;
        long length = 0;
        while (InputFile.ReadUpTo(stream, block, path) is > 0 and int read)
        {
            crc.Append(block.AsSpan(0, read));
            length += read;
        }

        return new PartCheck(length, crc.Value);
    }
}
