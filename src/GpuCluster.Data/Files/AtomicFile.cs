using System.Text;
using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Files;

/// <summary>
/// Writes every result file. It writes a hidden file in the target's folder, flushes it to the disk, and renames it: a reader sees the old
/// file or the complete new one, never a part. On failure or cancellation the hidden file is deleted. A link is followed, so that it stays
/// a link; a device or pipe (/dev/stdout) is written directly, as a rename would replace it. The missing folder of a relative path is
/// created; that of an absolute path is an error.
/// </summary>
public static class AtomicFile
{
    // errno of full targets; other failures while writing are machine faults too, with the system's message.
    private const int NoSpace = 28;
    private const int TooBig = 27;
    private const int OverQuota = 122;

    private const int LongestName = 255;

    /// <summary>Writes a file through a forward-only stream.</summary>
    /// <exception cref="UnusableInputException">The target cannot be a file: it is a folder, its folder is absent, or it may not be
    /// written.</exception>
    /// <exception cref="MachineFaultException">The disk is full, or fails.</exception>
    public static void Write(string path, Action<Stream> write, CancellationToken cancellation = default) =>
        Write(Begin(path), write, cancellation);

    /// <summary>
    /// The same through a work folder on the same disk, for a cache of many folders: what a killed run left lies in one place. The caller
    /// sweeps it.
    /// </summary>
    internal static void Write(string path, string workFolder, Action<Stream> write) =>
        Write(new UnfinishedFile(path, Path.Combine(workFolder, Unfinished.NewName("")), path), write, CancellationToken.None);

    /// <summary>The same for a writer that needs a path, such as another program.</summary>
    /// <param name="write">Receives the path to write to: same folder, same extension. If it creates no file, the result is empty.</param>
    public static void WriteAt(string path, Action<string> write, CancellationToken cancellation = default) =>
        WriteAt(Begin(path), write, cancellation);

    /// <summary>The same for a writer that writes for a long time. Removes what killed runs left beside the target.</summary>
    /// <exception cref="UnusableInputException">The target cannot be a file: it is a folder, its folder is absent, or it may not be
    /// written.</exception>
    public static UnfinishedFile Begin(string path)
    {
        if (CheckTarget(path) == NodeKind.Special)
            return new UnfinishedFile(path, path, target: null);
        string target = Resolve(path);
        string folder = Path.GetDirectoryName(target)!;
        Unfinished.Sweep(folder);
        return new UnfinishedFile(path, Path.Combine(folder, Unfinished.NewName(Path.GetExtension(target))), target);
    }

    /// <summary>
    /// Checks before long work whether <paramref name="path"/> can be written, by the same rules; creates a relative path's missing folder.
    /// </summary>
    public static void Probe(string path)
    {
        if (CheckTarget(path) == NodeKind.Special)
            return;
        string folder = Path.GetDirectoryName(Resolve(path))!;
        string probe = Path.Combine(folder, Unfinished.NewName(""));
        Guarded(
            path,
            () =>
            {
                new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
            }
        );
    }

    /// <summary>Creates a folder for files that the program names itself, if it does not exist.</summary>
    /// <exception cref="UnusableInputException">A file or a link without target stands on its way, or it cannot be created
    /// here.</exception>
    public static void MakeFolder(string folder)
    {
        if (folder.Length == 0)
            throw new UnusableInputException("the output folder's name is empty; give one, or . for the current folder");
        Guarded(
            folder,
            () =>
            {
                for (string? part = folder; !string.IsNullOrEmpty(part) && !Directory.Exists(part); part = Path.GetDirectoryName(part))
                {
                    // Another process may make it in this moment.
                    if (NodeKinds.Of(part) != NodeKind.Absent && !Directory.Exists(part))
                        throw new UnusableInputException($"{part}: a file; give a folder");
                    if (new FileInfo(part).LinkTarget is { } target)
                        throw new UnusableInputException($"{part}: a link to {target}, which is not there; give a folder");
                }

                Directory.CreateDirectory(folder);
            }
        );
    }

    /// <summary>Whether a path is a file that can be read to its end and replaced: no folder, device or pipe. Links are followed.</summary>
    public static bool IsRegular(string path) => NodeKinds.Of(path) == NodeKind.Regular;

    /// <summary>Writes, and says for a failure what to do about it.</summary>
    internal static void Guarded(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
            when (e is UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException or PathTooLongException)
        {
            throw new UnusableInputException($"{path}: cannot be written here ({e.Message}); choose another place", e);
        }
        // .NET reports a file that grew too large for its file system (EFBIG) as an argument out of range, when it writes.
        catch (Exception e)
            when (e is IOException { HResult: NoSpace or OverQuota or TooBig }
                || (e is ArgumentOutOfRangeException && e.TargetSite?.DeclaringType == typeof(RandomAccess))
            )
        {
            throw new MachineFaultException($"{path}: no room left on the device; free some or choose another place", e);
        }
        catch (IOException e) when (IsUnwritablePlace(e))
        {
            throw new UnusableInputException($"{path}: cannot be written here ({e.Message}); choose another place", e);
        }
        catch (IOException e)
        {
            throw new MachineFaultException($"{path}: writing failed: {e.Message}", e);
        }
    }

    private static void Write(UnfinishedFile file, Action<Stream> write, CancellationToken cancellation) =>
        WriteAt(
            file,
            place =>
            {
                using FileStream stream = new(place, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 1 << 16);
                write(stream);
                stream.Flush(flushToDisk: NodeKinds.Of(place) == NodeKind.Regular);
            },
            cancellation
        );

    private static void WriteAt(UnfinishedFile file, Action<string> write, CancellationToken cancellation)
    {
        using (file)
        {
            Guarded(
                file.Path,
                () =>
                {
                    if (file.Place != file.Path)
                        new FileStream(file.Place, FileMode.CreateNew).Dispose();
                    write(file.Place);
                    cancellation.ThrowIfCancellationRequested();
                }
            );
            file.Complete();
        }
    }

    private static NodeKind CheckTarget(string path)
    {
        if (path.Length == 0)
            throw new UnusableInputException("the output's name is empty; give a file name after -o");
        if (Directory.Exists(path) || Path.EndsInDirectorySeparator(path))
            throw new UnusableInputException($"{path}: a folder; give a file name in it");
        if (Encoding.UTF8.GetByteCount(Path.GetFileName(path)) > LongestName)
            throw new UnusableInputException($"{path}: a name of more than {LongestName} bytes; choose a shorter one");
        NodeKind kind = NodeKinds.Of(path);
        if (kind == NodeKind.Special)
            return kind;
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            if (Path.IsPathRooted(path))
                throw new UnusableInputException($"{path}: the folder {folder} is not there; make it or choose another");
            Guarded(path, () => Directory.CreateDirectory(folder));
        }

        // A rename would silently replace a file that is protected against writing.
        if (kind == NodeKind.Regular)
            Guarded(path, () => new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose());
        return kind;
    }

    /// <summary>The target if <paramref name="path"/> is a link, even to a file that does not exist yet.</summary>
    private static string Resolve(string path)
    {
        string target = path;
        Guarded(
            path,
            () =>
            {
                FileInfo file = new(path);
                target = (file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true)!).FullName;
            }
        );
        return target;
    }

    /// <summary>Errors of the place: read-only file systems, a file where a folder should be, invalid names.</summary>
    private static bool IsUnwritablePlace(IOException e)
    {
        const int NotAFolder = 20;
        const int Invalid = 22;
        const int ReadOnlyFileSystem = 30;
        const int NameTooLong = 36;
        const int LinkLoop = 40;
        return e.HResult is NotAFolder or Invalid or ReadOnlyFileSystem or NameTooLong or LinkLoop;
    }
}
