using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace GpuCluster.Data.Files;

/// <summary>
/// A regular file that is opened for a few reads and closed, by four calls of the system instead of a dozen: .NET locks each file and asks
/// for its kind and its place, which takes longer than reading the header of a photo. Elsewhere than on Linux it is .NET's own.
/// </summary>
internal sealed unsafe partial class LightFile : IDisposable
{
    private const int Failed = -1;

    /// <summary>Read only, closed in programs that are started, and a pipe does not wait for its other end.</summary>
    private const int OpenFlags = 0x8_0000 | 0x800;

    private readonly SafeFileHandle? _handle;
    private int _descriptor = Failed;

    private LightFile(SafeFileHandle handle) => (_handle, Length) = (handle, RandomAccess.GetLength(handle));

    private LightFile(int descriptor, long length) => (_descriptor, Length) = (descriptor, length);

    /// <summary>Bytes, when it was opened.</summary>
    public long Length { get; }

    /// <summary>Opens a file.</summary>
    /// <returns>Null if it is absent, may not be read, or is no regular file; the usual way to open it has the words for that.</returns>
    public static LightFile? TryOpen(string path)
    {
        if (!OperatingSystem.IsLinux())
            return TryOpenHandle(path);
        // The system would take the name up to there.
        if (path.Contains('\0', StringComparison.Ordinal))
            return null;
        int descriptor = open(path, OpenFlags);
        if (descriptor < 0)
            return null;
        if (NodeKinds.TryLengthOfRegular(descriptor) is { } length)
            return new LightFile(descriptor, length);
        _ = close(descriptor);
        return null;
    }

    /// <summary>Reads at a place.</summary>
    /// <returns>Bytes read; fewer than asked for at the end, or where the disk fails.</returns>
    public int Read(Span<byte> buffer, long at)
    {
        if (_handle is not null)
            return RandomAccess.Read(_handle, buffer, at);
        int read = 0;
        fixed (byte* first = buffer)
        {
            while (read < buffer.Length && pread(_descriptor, first + read, buffer.Length - read, at + read) is > 0 and var more)
                read += (int)more;
        }

        return read;
    }

    public void Dispose()
    {
        _handle?.Dispose();
        if (_descriptor != Failed)
            _ = close(_descriptor);
        _descriptor = Failed;
    }

    private static LightFile? TryOpenHandle(string path)
    {
        try
        {
            return new LightFile(File.OpenHandle(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc")]
    private static partial nint pread(int descriptor, byte* buffer, nint count, long at);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);
}
