using System.Runtime.InteropServices;
using System.Text;

namespace GpuCluster.Data.Files;

/// <summary>A path with all links resolved: two names of one folder give the same path.</summary>
internal static partial class RealPath
{
    private const int LongestPath = 4096;

    /// <summary>Calls the C library's realpath; returns the full path if that fails.</summary>
    public static unsafe string Of(string path)
    {
        if (OperatingSystem.IsWindows())
            return Path.GetFullPath(path);
        byte* answer = stackalloc byte[LongestPath];
        return realpath(path, answer) == null
            ? Path.GetFullPath(path)
            : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(answer));
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial byte* realpath(string path, byte* answer);
}
