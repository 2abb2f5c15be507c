namespace GpuCluster.Panels.Drawing;

/// <summary>The fonts of this machine beside the program's own.</summary>
public static class SystemFonts
{
    /// <summary>Whether the program's font and those of the system together cover every character of a text.</summary>
    public static bool CanWrite(string text)
    {
        bool lacks = false;
        using FontBook fonts = new(FontBook.SystemFolders(), _ => lacks = true);
        fonts.RunsOf(text);
        return !lacks;
    }
}
