using System.Globalization;

namespace GpuCluster.Scene.Names;

/// <summary>A name of any length as one short line.</summary>
public static class ShortName
{
    /// <summary>The longest line, in characters as users perceive them.</summary>
    public const int MaxLength = 28;

    /// <summary>The name, or its beginning and an ellipsis; control characters become blanks.</summary>
    public static string Of(string name)
    {
        string line = string.Concat(name.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        if (line.Length <= MaxLength)
            return line;
        int[] starts = StringInfo.ParseCombiningCharacters(line);
        return starts.Length <= MaxLength ? line : string.Concat(line.AsSpan(0, starts[MaxLength - 1]).TrimEnd(), "…");
    }
}
