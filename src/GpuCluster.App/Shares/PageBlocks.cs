using System.IO.Compression;
using System.Runtime.InteropServices;
using GpuCluster.App.Output;

namespace GpuCluster.App.Shares;

/// <summary>Data inside a page: elements that a browser does not run, as a page on the disk may not fetch files.</summary>
internal static class PageBlocks
{
    /// <summary>Numbers as base64, in the machine's byte order, which is that of every browser's.</summary>
    public static void Numbers<T>(HtmlWriter html, string id, ReadOnlySpan<T> values)
        where T : unmanaged => Text(html, id, "text/plain", Convert.ToBase64String(MemoryMarshal.AsBytes(values)));

    /// <summary>Text of the program's own alphabet; JSON has escapes for what could end the element.</summary>
    public static void Text(HtmlWriter html, string id, string type, string text) =>
        html.Mark($"<script id=\"{id}\" type=\"{type}\">").Mark(text).Mark("</script>\n");

    /// <summary>Bytes packed as zlib, which browsers unpack themselves.</summary>
    public static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        using MemoryStream packed = new();
        using (ZLibStream stream = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
            stream.Write(bytes);
        return packed.ToArray();
    }
}
