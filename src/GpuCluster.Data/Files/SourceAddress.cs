namespace GpuCluster.Data.Files;

/// <summary>
/// Where the bytes of a picture lie: a file, or an entry of an archive, written ARCHIVE!ENTRY. A file of that very name comes first.
/// </summary>
/// <param name="File">The path of the file or archive.</param>
/// <param name="Entry">The name of the entry; null for a whole file.</param>
internal readonly record struct SourceAddress(string File, string? Entry)
{
    private const char Mark = '!';

    /// <summary>Whether the file or archive is there; the entry is not looked for.</summary>
    public bool FileExists => System.IO.File.Exists(File);

    /// <summary>Writes the address of an entry.</summary>
    public static string OfEntry(string archive, string entry) => $"{archive}{Mark}{entry}";

    /// <summary>Reads an address.</summary>
    public static SourceAddress Of(string text)
    {
        int mark = text.IndexOf(Mark, StringComparison.Ordinal);
        if (mark < 0 || System.IO.File.Exists(text))
            return new SourceAddress(text, null);
        for (; mark >= 0; mark = text.IndexOf(Mark, mark + 1))
        {
            if (System.IO.File.Exists(text[..mark]))
                return new SourceAddress(text[..mark], text[(mark + 1)..]);
        }

        return new SourceAddress(text, null);
    }
}
