using System.Runtime.InteropServices;

namespace GpuCluster.App.Memory;

/// <summary>How the C library gives memory back that drivers and libraries have freed.</summary>
internal static partial class NativeHeap
{
    /// <summary>
    /// Blocks of this size and larger get a mapping of their own: a picture of the smallest windows. Below it are the objects of drivers,
    /// of which there are many.
    /// </summary>
    private const int LargeBytes = 1 << 20;

    /// <summary>M_MMAP_THRESHOLD of glibc's malloc.h.</summary>
    private const int MmapThreshold = -3;

    /// <summary>
    /// Large blocks go back to the system as soon as they are freed, for the rest of this process. By itself glibc raises its bound to the
    /// largest block that was freed, up to 32 MB. After the first resize of a window all its pictures would lie between small blocks that
    /// stay, and their memory would never go back.
    /// </summary>
    public static void GiveLargeBlocksBack()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = SetOption(MmapThreshold, LargeBytes);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no such bound, and maps large blocks by themselves.
        }
    }

    /// <summary>Gives back pages without a block in use, which lie between others. Takes some milliseconds.</summary>
    public static void GiveFreePagesBack()
    {
        if (!OperatingSystem.IsLinux())
            return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Only glibc has it.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint pad);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(int parameter, int value);
}
