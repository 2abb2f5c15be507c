namespace GpuCluster.Data.Files;

/// <summary>
/// Where a picture lies: a file, or an entry of an archive, written ARCHIVE!ENTRY; and which part of it is the sample, written
/// IMAGE#xywh=BOX as in W3C's media fragments. A file of that very name comes first.
/// </summary>
/// <param name="File">The path of the file or archive.</param>
/// <param name="Entry">The name of the entry; null for a whole file.</param>
/// <param name="Box">The part; null for the whole picture.</param>
internal readonly record struct SourceAddress(string File, string? Entry, ImageBox? Box)
{
    /// <summary>Stands between an archive and its entry.</summary>
    public const char Mark = '!';
    private const string BoxMark = "#xywh=";

    /// <summary>Whether the file or archive is there; the entry is not looked for.</summary>
    public bool FileExists => System.IO.File.Exists(File);

    /// <summary>The address of the whole image.</summary>
    public string Whole => Entry is null ? File : OfEntry(File, Entry);

    /// <summary>Writes the address of an entry.</summary>
    public static string OfEntry(string archive, string entry) => $"{archive}{Mark}{entry}";

    /// <summary>Writes the address of a part of an image.</summary>
    public static string OfBox(string image, ImageBox box) => $"{image}{BoxMark}{box}";

    /// <summary>Reads an address.</summary>
    public static SourceAddress Of(string text)
    {
        if (!text.AsSpan().ContainsAny(Mark, BoxMark[0]) || System.IO.File.Exists(text))
            return new SourceAddress(text, null, null);
        int box = text.LastIndexOf(BoxMark, StringComparison.Ordinal);
        return box >= 0 && ImageBox.TryParse(text.AsSpan(box + BoxMark.Length)) is { } part
            ? OfImage(text[..box]) with
            {
                Box = part,
            }
            : OfImage(text);
    }

    private static SourceAddress OfImage(string text)
    {
        if (System.IO.File.Exists(text))
            return new SourceAddress(text, null, null);
        for (int mark = text.IndexOf(Mark, StringComparison.Ordinal); mark >= 0; mark = text.IndexOf(Mark, mark + 1))
        {
            if (System.IO.File.Exists(text[..mark]))
                return new SourceAddress(text[..mark], text[(mark + 1)..], null);
        }

        return new SourceAddress(text, null, null);
    }
}
