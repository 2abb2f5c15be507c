using System.Reflection;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using GpuCluster.Data.Files;
using PureHDF;
using PureHDF.VOL.Native;

namespace GpuCluster.Data.Hdf5;

/// <summary>
/// An open HDF5 file. PureHDF 2.2 answers some things wrongly without an error, so a data set is checked before it is read: only filters
/// whose results were compared with h5py's are accepted, and none that are links to other files.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="file">The file, not owned.</param>
internal sealed class Hdf5Source(string path, FileStream file) : IDisposable
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
    private const ushort Deflate = 1;
    private const ushort Shuffle = 2;
    private const ushort Checksum = 3;

    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(20);

    private NativeFile? _root;

    /// <summary>The file's path.</summary>
    public string Path => path;

    /// <summary>Opens the root group; call it within <see cref="Call"/>.</summary>
    public IH5Group Open()
    {
        _root?.Dispose();
        return _root = H5File.Open(new LibraryStream(file), leaveOpen: true);
    }

    /// <summary>Calls the library within a limit of time; damage is a refusal.</summary>
    public T Call<T>(Func<T> call, CancellationToken cancellation)
    {
        try
        {
            return LibraryCall.Run(file.Length, Allowed, call, cancellation);
        }
        // A length that is wrong makes the library ask for more memory than there is.
        catch (Exception e) when (e is not (OperationCanceledException or UnusableInputException or MachineFaultException))
        {
            string reason = (e.InnerException ?? e).Message.ReplaceLineEndings(" ");
            throw new UnusableInputException($"{path}: not a usable HDF5 file: {reason}; write it again, or convert it with h5repack", e);
        }
    }

    /// <summary>Adds up nothing, but refuses an array that is far larger than the file.</summary>
    public void CheckSize(Int128 bytes) => UnpackLimit.Check(path, file.Length, bytes, "save the array as .npy");

    /// <summary>Refuses an object of another file: a link may point to any file of the machine.</summary>
    public void CheckInside(IH5Object child, string name)
    {
        bool isOutside = child is IH5UnresolvedLink link
            ? link.Reason?.Message.StartsWith("Could not find file", StringComparison.Ordinal) == true
            : !ReferenceEquals(Internal(Internal(child, "Context"), "File"), _root);
        if (isOutside)
            throw new UnusableInputException($"{path}: '{name}' is a link to another file; give that file, or copy the data into this one");
    }

    /// <summary>Refuses a data set that the library may not read as it was written.</summary>
    public static void CheckReadable(IH5Dataset dataset, string place)
    {
        if (dataset.Layout.Class == H5DataLayoutClass.VirtualStorage || Internal(dataset, "InternalExternalFileList") is not null)
            throw new UnusableInputException($"{place}: its values lie in other files; copy them into one file with h5repack");
        ushort[] filters = FiltersOf(dataset);
        // Alone, a checksum gives values of other chunks.
        if (filters is [Checksum] || Array.Exists(filters, filter => filter is not (Deflate or Shuffle or Checksum)))
        {
            throw new UnusableInputException(
                $"{place}: is packed by filter {string.Join(", ", filters)}, which is not supported; unpack it with h5repack -f NONE IN OUT"
            );
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _root?.Dispose();

    private static ushort[] FiltersOf(IH5Dataset dataset) =>
        Internal(dataset, "InternalFilterPipeline") is { } pipeline
            ? [.. ((Array)Internal(pipeline, "FilterDescriptions")!).Cast<object>().Select(each => (ushort)Internal(each, "Identifier")!)]
            : [];

    // The library keeps to itself what has to be checked. A member of another name ends the reading: it never passes unchecked.
    private static object? Internal(object? from, string name) =>
        from is null
            ? throw new MissingMemberException(name)
            : (from.GetType().GetProperty(name, AnyInstance) ?? throw new MissingMemberException(from.GetType().Name, name)).GetValue(from);
}
