using System.Globalization;

namespace GpuCluster.Data.Boxes;

/// <summary>
/// The names of classes in a data.yaml, in the three ways that tools write them: names: [a, b]; a line "- a" each; a line "0: a" each.
/// Other YAML is not read.
/// </summary>
internal static class YamlNames
{
    private const string Key = "names:";

    /// <summary>The names by number; null where there is no such key or another way of writing.</summary>
    public static IReadOnlyList<string>? Of(string yaml)
    {
        string[] lines = [.. yaml.Split('\n').Select(line => line.TrimEnd('\r', ' '))];
        int at = Array.FindIndex(lines, line => line.StartsWith(Key, StringComparison.Ordinal));
        if (at < 0)
            return null;
        string first = WithoutComment(lines[at][Key.Length..]).Trim();
        List<string> names = [];
        bool isWhole =
            first.Length == 0
                ? TryBlock(lines.Skip(at + 1), names)
                : first[0] is '[' or '{' && TryFlow(string.Join(' ', lines.Skip(at).Select(WithoutComment))[Key.Length..].Trim(), names);
        return isWhole && names.Count > 0 ? names : null;
    }

    private static bool TryBlock(IEnumerable<string> lines, List<string> names)
    {
        foreach (string line in lines.Select(WithoutComment))
        {
            string text = line.Trim();
            if (text.Length == 0)
                continue;
            if (text.StartsWith("- ", StringComparison.Ordinal))
                names.Add(Unquoted(text[2..]));
            else if (!char.IsWhiteSpace(line[0]))
                break;
            else if (!TryPair(text, names))
                return false;
        }

        return true;
    }

    private static bool TryFlow(string text, List<string> names)
    {
        char end = text[0] == '[' ? ']' : '}';
        int from = 1;
        char quote = '\0';
        for (int i = 1; i < text.Length; i++)
        {
            if (quote != '\0')
            {
                quote = text[i] == quote ? '\0' : quote;
            }
            else if (text[i] is '"' or '\'' && text[..i].TrimEnd()[^1] is '[' or '{' or ',' or ':')
            {
                quote = text[i];
            }
            else if (text[i] == ',' || text[i] == end)
            {
                string item = text[from..i].Trim();
                if (item.Length > 0 && end == ']')
                    names.Add(Unquoted(item));
                else if (item.Length > 0 && !TryPair(item, names))
                    return false;
                if (text[i] == end)
                    return true;
                from = i + 1;
            }
        }

        return false;
    }

    // "3: name" has to come fourth.
    private static bool TryPair(string text, List<string> names)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !int.TryParse(text[..colon].Trim(' ', '"', '\''), NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            return false;
        if (number != names.Count)
            return false;
        names.Add(Unquoted(text[(colon + 1)..]));
        return true;
    }

    private static string Unquoted(string text)
    {
        string plain = text.Trim();
        return plain.Length > 1 && plain[0] is '"' or '\'' && plain[^1] == plain[0]
            ? plain[1..^1].Replace("''", "'", StringComparison.Ordinal)
            : plain;
    }

    private static string WithoutComment(string line)
    {
        int mark = line.IndexOf(" #", StringComparison.Ordinal);
        return mark >= 0 ? line[..mark]
            : line.StartsWith('#') ? ""
            : line;
    }
}
