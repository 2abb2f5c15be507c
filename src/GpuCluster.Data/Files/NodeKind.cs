using System.Runtime.InteropServices;

namespace GpuCluster.Data.Files;

/// <summary>
/// The kind of a path's target, links followed. .NET does not distinguish devices and pipes from files, but they must not be replaced by a
/// rename (/dev/full), nor does their length mean anything (/dev/zero).
/// </summary>
internal enum NodeKind
{
    Absent,
    Regular,
    Special,
}

internal static partial class NodeKinds
{
    private const string NoUtf8 = "its name is not UTF-8; rename it";

    private const int CurrentDirectory = -100;
    private const uint TypeOnly = 1;
    private const uint TypeAndSize = 1 | 0x200;
    private const int OfDescriptor = 0x1000;
    private const int ModeOffset = 28;
    private const int SizeOffset = 40;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;

    /// <summary>
    /// Why a path cannot be found that .NET could not read as UTF-8: it holds U+FFFD in place of the other bytes. Null
    /// where that is not so.
    /// </summary>
    public static string? WhyUnreadable(string path) => path.Contains('\uFFFD', StringComparison.Ordinal) ? NoUtf8 : null;

    /// <summary>Asks the kernel. Without statx, every existing path counts as regular.</summary>
    public static unsafe NodeKind Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return File.Exists(path) ? NodeKind.Regular : NodeKind.Absent;
        byte* answer = stackalloc byte[256];
        if (statx(CurrentDirectory, path, 0, TypeOnly, answer) != 0)
            return NodeKind.Absent;
        return (*(ushort*)(answer + ModeOffset) & TypeMask) == RegularFile ? NodeKind.Regular : NodeKind.Special;
    }

    /// <summary>The length of an open file in bytes; null if it is no regular file.</summary>
    public static unsafe long? TryLengthOfRegular(int descriptor)
    {
        byte* answer = stackalloc byte[256];
        return statx(descriptor, "", OfDescriptor, TypeAndSize, answer) == 0 && (*(ushort*)(answer + ModeOffset) & TypeMask) == RegularFile
            ? *(long*)(answer + SizeOffset)
            : null;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(int directory, string path, int flags, uint mask, byte* answer);
}
