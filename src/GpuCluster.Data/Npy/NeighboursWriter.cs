using System.IO.Compression;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Npy;

/// <summary>
/// Writes neighbours as <see cref="NeighboursFile"/> reads them: an uncompressed .npz of int32 indices (n, k) and float32 distances (n, k).
/// The same neighbours make the same bytes.
/// </summary>
public static class NeighboursWriter
{
    // The first time that a zip can state: the time of writing is no part of the result.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">The .npz.</param>
    /// <param name="count">n.</param>
    /// <param name="k">Neighbours of each sample, itself first.</param>
    /// <param name="indices">Gives n x k indices in parts of any length.</param>
    /// <param name="distances">Gives n x k distances in the same way.</param>
    /// <param name="rows">The row of the data that each sample is, as an array "rows"; null where sample i is row i.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <exception cref="Core.Errors.UnusableInputException">The place cannot be used.</exception>
    /// <exception cref="Core.Errors.MachineFaultException">The disk is full, or fails.</exception>
    public static void Write(
        string path,
        int count,
        int k,
        Func<IEnumerable<int[]>> indices,
        Func<IEnumerable<float[]>> distances,
        int[]? rows,
        CancellationToken cancellation
    ) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);
                Add(zip, "indices", [count, k], indices(), cancellation);
                Add(zip, "distances", [count, k], distances(), cancellation);
                if (rows is not null)
                    Add(zip, "rows", [count], [rows], cancellation);
            },
            cancellation
        );

    private static void Add<T>(ZipArchive zip, string name, ReadOnlySpan<int> shape, IEnumerable<T[]> parts, CancellationToken cancellation)
        where T : unmanaged
    {
        ZipArchiveEntry entry = zip.CreateEntry(name + ".npy", CompressionLevel.NoCompression);
        entry.LastWriteTime = Time;
        using Stream content = entry.Open();
        NpyWriter.WriteHeader<T>(content, shape);
        foreach (T[] part in parts)
        {
            cancellation.ThrowIfCancellationRequested();
            NpyWriter.WriteValues<T>(content, part);
        }
    }
}
