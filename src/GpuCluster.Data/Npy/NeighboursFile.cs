using System.IO.Compression;
using System.Runtime.InteropServices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Npy;

/// <summary>
/// Neighbours from another program: a .npz with "indices", integers (N, k), and "distances", floats (N, k), what umap-learn takes as
/// precomputed_knn (numpy.savez(FILE, indices=i, distances=d)). Each sample is its own first neighbour at distance 0; among equal samples
/// it may stand anywhere among those at distance 0 and is put first.
/// </summary>
public static class NeighboursFile
{
    private static readonly string[] IndexNames = ["indices", "knn_indices", "arr_0"];
    private static readonly string[] DistanceNames = ["distances", "knn_dists", "knn_distances", "arr_1"];

    /// <summary>Reads and checks the file.</summary>
    /// <param name="path">The .npz.</param>
    /// <param name="count">n, the samples of the data.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UnusableInputException">It is damaged, of another n, or has an invalid row; the message names the row.</exception>
    public static KnnGraph Read(string path, int count, CancellationToken cancellation)
    {
        using FileStream stream = InputFile.Open(path);
        try
        {
            using ZipArchive zip = new(stream, ZipArchiveMode.Read);
            UnpackLimit.Check(path, stream.Length, zip, "save it without compression: numpy.savez");
            (int[] indices, int k) = Array(zip, IndexNames, path, count, Indices);
            (float[] distances, int columns) = Array(zip, DistanceNames, path, count, Distances);
            if (columns != k)
                throw new UnusableInputException($"{path}: {k} neighbours and {columns} distances for each sample; give as many of both");
            KnnGraph graph = new(count, k, indices, distances);
            for (int row = 0; row < count; row++)
            {
                if (row % 4096 == 0)
                    cancellation.ThrowIfCancellationRequested();
                CheckRow(path, row, count, indices.AsSpan(row * k, k), distances.AsSpan(row * k, k));
            }

            return graph;
        }
        catch (InvalidDataException e)
        {
            throw new UnusableInputException(
                $"{path}: no .npz, or a damaged one ({e.Message}); save it with numpy.savez('{path}', indices=i, distances=d)",
                e
            );
        }
    }

    private static (T[] Values, int Columns) Array<T>(
        ZipArchive zip,
        string[] names,
        string path,
        int count,
        Func<Stream, NpyHeader, string, T[]> read
    )
    {
        ZipArchiveEntry entry =
            names.Select(name => zip.GetEntry(name + ".npy")).FirstOrDefault(found => found is not null)
            ?? throw new UnusableInputException(
                $"{path}: no array '{names[0]}' in it; save neighbours with numpy.savez('{path}', indices=i, distances=d)"
            );
        string place = $"{path}: {entry.FullName}";
        using Stream content = entry.Open();
        NpyHeader header = NpyHeader.Read(content, place);
        if (header.Shape.Length != 2 || header.Shape[1] is < 1 or > int.MaxValue)
            throw NpyRefusal.Refuse(place, $"of shape {header.ShapeText}", "neighbours are a matrix (N, k)", "x.reshape(n, -1)");
        if (header.IsFortran)
            throw NpyRefusal.Refuse(place, "in Fortran order (columns first)", "rows must lie together", "numpy.ascontiguousarray(x)");
        if (header.Shape[0] != count)
        {
            throw new UnusableInputException(
                $"{place}: neighbours of {header.Shape[0]} samples, and the data has {count}; give those of the same samples, in "
                    + "order (a limit on samples takes the first ones of the data alone)"
            )
            {
                Remedies = [new Remedy(Setting.Samples)],
            };
        }

        return (read(content, header, place), (int)header.Shape[1]);
    }

    private static int[] Indices(Stream content, NpyHeader header, string place) =>
        header.Type switch
        {
            "<i4" => Values<int>(content, header, place),
            "<i8" => System.Array.ConvertAll(
                Values<long>(content, header, place),
                index => index is >= 0 and <= int.MaxValue ? (int)index : -1
            ),
            _ => throw NpyRefusal.WrongType(header, place, "neighbours are int32 or int64", "x.astype('<i4')"),
        };

    private static float[] Distances(Stream content, NpyHeader header, string place) =>
        header.Type switch
        {
            "<f4" => Values<float>(content, header, place),
            "<f8" => System.Array.ConvertAll(Values<double>(content, header, place), distance => (float)distance),
            _ => throw NpyRefusal.WrongType(header, place, "distances are float32 or float64", "x.astype('<f4')"),
        };

    private static T[] Values<T>(Stream content, NpyHeader header, string place)
        where T : unmanaged
    {
        T[] values = HostMemory.Allocate<T>((long)header.Elements, place);
        Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
        return InputFile.ReadUpTo(content, bytes, place) == bytes.Length
            ? values
            : throw new UnusableInputException($"{place}: holds fewer values than its header claims; save it again");
    }

    private static void CheckRow(string path, int row, int count, Span<int> indices, Span<float> distances)
    {
        for (int j = 0; j < indices.Length; j++)
        {
            if (indices[j] < 0 || indices[j] >= count)
            {
                throw Bad(
                    path,
                    row,
                    $"neighbour {j} is no sample from 0 to {count - 1}",
                    "leave out what was not found: take fewer columns of both arrays"
                );
            }

            if (!(distances[j] >= 0 && float.IsFinite(distances[j])))
                throw Bad(path, row, $"distance {j} is {distances[j]}", "distances are finite and 0 or more");
            if (j > 0 && distances[j] < distances[j - 1])
            {
                throw Bad(
                    path,
                    row,
                    $"distance {j} is {distances[j]} after {distances[j - 1]}",
                    "give the nearest first: numpy.argsort(d, axis=1) and numpy.take_along_axis"
                );
            }

            if (indices[..j].Contains(indices[j]))
                throw Bad(path, row, $"neighbour {indices[j]} occurs twice", "give each once");
        }

        int own = indices.IndexOf(row);
        if (own < 0 || distances[own] > 0)
        {
            throw Bad(
                path,
                row,
                own < 0 ? "the sample is not among its own neighbours" : $"the sample is at distance {distances[own]} from itself",
                $"put it first at distance 0: numpy.hstack([numpy.arange({count})[:, None], i])"
            );
        }

        for (; own > 0; own--)
            indices[own] = indices[own - 1];
        indices[0] = row;
    }

    private static UnusableInputException Bad(string path, int row, string fault, string remedy) =>
        new($"{path}: row {row}: {fault}; {remedy}");
}
