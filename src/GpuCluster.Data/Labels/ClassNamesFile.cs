using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Labels;

/// <summary>A list of class names: UTF-8 text, a name a line. Blank lines are left out, and blanks around a name.</summary>
public static class ClassNamesFile
{
    /// <summary>A longer name means that the file is not a list of names.</summary>
    private const int LongestName = 4096;

    /// <summary>Reads the names in their order.</summary>
    /// <exception cref="UnusableInputException">The file is absent, no text, or holds no name.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        using FileStream stream = InputFile.Open(path);
        using StreamReader reader = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        List<string> names = [];
        for (int line = 1; InputFile.ReadLine(reader, path, line) is { } text; line++)
        {
            if (text.Length > LongestName || text.Contains('\0', StringComparison.Ordinal))
                throw new UnusableInputException($"{path}: line {line} is no name of a class; give a text file with a name a line");
            if (text.Trim() is { Length: > 0 } name)
                names.Add(name);
        }

        return names.Count > 0 ? names : throw new UnusableInputException($"{path}: holds no name; write the name of a class on each line");
    }
}
