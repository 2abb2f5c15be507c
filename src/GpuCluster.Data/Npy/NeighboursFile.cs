using System.IO.Compression;
using System.Runtime.InteropServices;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Progress;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Npy;

/// <summary>
/// Neighbours from another program: a .npz with integers (N, k) and distances (N, k), under the names that umap-learn, pynndescent, faiss,
/// hnswlib and scikit-learn use, or without names in either order. In the result each sample is its own first neighbour at distance 0. In
/// the file it may stand anywhere, at a distance that is 0 but for rounding, or be missing: in all rows, as scikit-learn leaves it out, or
/// in some, where copies of it took its place.
/// </summary>
public static class NeighboursFile
{
    /// <summary>How far rounding may take a sample from itself, as a share of the largest distance in the file.</summary>
    private const float Rounding = 0.01f;

    private static readonly string[] IndexNames =
    [
        "indices",
        "knn_indices",
        "neighbors",
        "neighbours",
        "labels",
        "ind",
        "I",
        "arr_0",
        "arr_1",
    ];

    private static readonly string[] DistanceNames = ["distances", "knn_dists", "knn_distances", "dist", "dists", "D", "arr_1", "arr_0"];

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
            (int[] indices, int k) = Array(zip, IndexNames, path, count, type => type is 'i' or 'u', Indices);
            (float[] distances, int columns) = Array(zip, DistanceNames, path, count, type => type == 'f', Distances);
            if (columns != k)
                throw new UnusableInputException($"{path}: {k} neighbours and {columns} distances for each sample; give as many of both");
            float rounding = Rounding * distances.Where(float.IsFinite).DefaultIfEmpty().Max();
            int[] own = new int[count];
            for (int row = 0; row < count; row++)
            {
                if (row % 4096 == 0)
                    cancellation.ThrowIfCancellationRequested();
                own[row] = CheckRow(path, row, count, indices.AsSpan(row * k, k), distances.AsSpan(row * k, k), rounding);
            }

            return OwnFirst(count, k, indices, distances, own);
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
        Func<char, bool> isType,
        Func<Stream, NpyHeader, string, T[]> read
    )
    {
        ZipArchiveEntry[] found = [.. names.Select(name => zip.GetEntry(name + ".npy")).OfType<ZipArchiveEntry>()];
        // Without names the types distinguish indices from distances.
        ZipArchiveEntry entry =
            System.Array.Find(found, each => isType(TypeOf(each, path)))
            ?? found.FirstOrDefault()
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
                $"{place}: neighbours of {Counted.Of(header.Shape[0], "sample")}, and the data has {count}; "
                    + "give those of the same samples, in "
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
            "<u4" => System.Array.ConvertAll(Values<uint>(content, header, place), index => index <= int.MaxValue ? (int)index : -1),
            "<u8" => System.Array.ConvertAll(Values<ulong>(content, header, place), index => index <= int.MaxValue ? (int)index : -1),
            "<i8" => System.Array.ConvertAll(
                Values<long>(content, header, place),
                index => index is >= 0 and <= int.MaxValue ? (int)index : -1
            ),
            _ => throw NpyRefusal.WrongType(header, place, "neighbours are int32, int64, uint32 or uint64", "x.astype('<i4')"),
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

    private static char TypeOf(ZipArchiveEntry entry, string path)
    {
        using Stream content = entry.Open();
        return NpyHeader.Read(content, $"{path}: {entry.FullName}").Type is [_, var kind, ..] ? kind : ' ';
    }

    // Returns where the sample itself stands, or -1. Distances below 0 by rounding become 0.
    private static int CheckRow(string path, int row, int count, Span<int> indices, Span<float> distances, float rounding)
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

            if (distances[j] < 0 && distances[j] >= -rounding)
                distances[j] = 0;
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
        return own < 0 || distances[own] <= rounding
            ? own
            : throw Bad(
                path,
                row,
                $"the sample is at distance {distances[own]} from itself",
                "give the neighbours of the samples among themselves, in the order of the data"
            );
    }

    // Where no row has the sample itself, each gets one more neighbour; where some have, the others lose their farthest.
    private static KnnGraph OwnFirst(int count, int k, int[] indices, float[] distances, int[] own)
    {
        int width = own.All(place => place < 0) ? k + 1 : k;
        int[] allIndices = width == k ? indices : new int[(long)count * width];
        float[] allDistances = width == k ? distances : new float[(long)count * width];
        for (int row = 0; row < count; row++)
        {
            Span<int> targets = allIndices.AsSpan(row * width, width);
            Span<float> lengths = allDistances.AsSpan(row * width, width);
            // What stands before the sample moves back by one; without it, all but the last do.
            int moved = own[row] >= 0 ? own[row] : width - 1;
            indices.AsSpan(row * k, moved).CopyTo(targets[1..]);
            distances.AsSpan(row * k, moved).CopyTo(lengths[1..]);
            (targets[0], lengths[0]) = (row, 0);
        }

        return new KnnGraph(count, width, allIndices, allDistances);
    }

    private static UnusableInputException Bad(string path, int row, string fault, string remedy) =>
        new($"{path}: row {row}: {fault}; {remedy}");
}
