using System.Runtime.InteropServices;
using System.Text;

namespace GpuCluster.Data.Npy;

/// <summary>Writes texts as NumPy's fixed-width unicode: UTF-32, padded with zeros to the longest.</summary>
internal static class NpyText
{
    /// <summary>Writes an array of rank 1.</summary>
    public static void Write(Stream stream, IReadOnlyList<string> texts)
    {
        int width = 1;
        foreach (string text in texts)
            width = Math.Max(width, text.EnumerateRunes().Count());
        NpyWriter.WriteHeader(stream, $"<U{width}", [texts.Count]);
        int[] codes = new int[width];
        foreach (string text in texts)
        {
            Array.Clear(codes);
            int at = 0;
            foreach (Rune rune in text.EnumerateRunes())
                codes[at++] = rune.Value;
            stream.Write(MemoryMarshal.AsBytes(codes.AsSpan()));
        }
    }
}
