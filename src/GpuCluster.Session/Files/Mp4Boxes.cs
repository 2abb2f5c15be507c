using System.Buffers.Binary;

namespace GpuCluster.Session.Files;

/// <summary>
/// The boxes of an .mp4 (ISO/IEC 14496-12): 4 bytes of size, 4 of type, content. A file that was cut off ends within a box, or has no
/// index.
/// </summary>
internal static class Mp4Boxes
{
    private const int Header = 8;
    private const int LargeHeader = 16;

    /// <summary>Whether the boxes fill the file and an index and pictures are among them.</summary>
    /// <param name="path">A file that another program has just written.</param>
    public static bool AreWhole(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> header = stackalloc byte[LargeHeader];
        bool hasIndex = false,
            hasPictures = false;
        long at = 0;
        while (at + Header <= file.Length)
        {
            file.Position = at;
            int read = file.ReadAtLeast(header, LargeHeader, throwOnEndOfStream: false);
            long size = BinaryPrimitives.ReadUInt32BigEndian(header);
            // 1: the size follows in 8 bytes. 0: until the end of the file, which ffmpeg writes only where it was cut off.
            if (size == 1 && read == LargeHeader)
                size = BinaryPrimitives.ReadInt64BigEndian(header[Header..]);
            if (size < Header || size > file.Length - at)
                return false;
            ReadOnlySpan<byte> type = header[4..Header];
            hasIndex |= type.SequenceEqual("moov"u8);
            hasPictures |= type.SequenceEqual("mdat"u8) && size > LargeHeader;
            at += size;
        }

        return at == file.Length && hasIndex && hasPictures;
    }
}
