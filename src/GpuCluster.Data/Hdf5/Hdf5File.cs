using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using GpuCluster.Data.Arrays;
using GpuCluster.Data.Files;
using GpuCluster.Data.Vectors;
using PureHDF;

namespace GpuCluster.Data.Hdf5;

/// <summary>
/// An HDF5 file (.h5, .hdf5, .h5ad) as a data set: its data sets are arrays, called by their paths (<see cref="ArraySet"/>), and a group of
/// codes and categories, as .h5ad has them, is a column of text. Data of other files is never read.
/// </summary>
internal static class Hdf5File
{
    private const int MaxObjects = 10_000;
    private const int MaxDepth = 16;

    // What anndata calls its main matrix, dense or sparse.
    private const string MainMatrix = "X";

    /// <summary>The first eight bytes.</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'H', (byte)'D', (byte)'F', 0x0D, 0x0A, 0x1A, 0x0A];

    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        OptionalLibrary.Require(path, "PureHDF");
        return ReadArrays(path, options, cancellation);
    }

    private static Dataset ReadArrays(string path, DatasetOptions options, CancellationToken cancellation)
    {
        using FileStream file = InputFile.Open(path);
        using Hdf5Source source = new(path, file);
        List<NamedArray> arrays = source.Call(
            () =>
            {
                List<NamedArray> found = [];
                IH5Group root = source.Open();
                Walk(root, "", 0, source, found);
                return options.ArrayName is null && root.LinkExists(MainMatrix) && root.Get(MainMatrix) is IH5Group
                    ? throw ArrayChoice.Refuse(path, $"its {MainMatrix} is a sparse matrix, which is not read", found, "name another")
                    : found;
            },
            cancellation
        );
        return ArraySet.Read(path, arrays, options, cancellation);
    }

    private static void Walk(IH5Group group, string prefix, int depth, Hdf5Source source, List<NamedArray> found)
    {
        if (depth > MaxDepth)
            return;
        foreach (IH5Object child in group.Children())
        {
            string name = $"{prefix}{child.Name}";
            source.CheckInside(child, name);
            if (found.Count >= MaxObjects)
                throw new UnusableInputException($"{source.Path}: more than {MaxObjects} data sets; take out those that are needed");
            if (child is IH5Dataset dataset)
                found.Add(new Hdf5Array(name, dataset, source));
            else if (child is IH5Group below && Hdf5Categories.TryOf(name, below, source) is { } column)
                found.Add(column);
            else if (child is IH5Group other)
                Walk(other, $"{name}/", depth + 1, source, found);
        }
    }
}
