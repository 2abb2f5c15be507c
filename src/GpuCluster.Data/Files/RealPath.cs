using System.Runtime.InteropServices;
using System.Text;

namespace GpuCluster.Data.Files;

/// <summary>A path with every link on the way followed: two names of one folder give the same.</summary>
internal static partial class RealPath
{
    private const int LongestPath = 4096;

    /// <summary>Asks the C library; the full path where it does not answer.</summary>
    public static unsafe string Of(string path)
    {
        if (OperatingSystem.IsWindows()) return Path.GetFullPath(path);
        byte* answer = stackalloc byte[LongestPath];
        return realpath(path, answer) == null ? Path.GetFullPath(path) : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(answer));
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial byte* realpath(string path, byte* answer);
}
