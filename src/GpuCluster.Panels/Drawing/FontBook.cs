using System.Reflection;
using System.Text;
using SkiaSharp;

namespace GpuCluster.Panels.Drawing;

/// <summary>
/// The typefaces for text: the embedded DejaVu Sans, and system fonts for characters that it lacks. Font files are opened one after
/// another, and only when such a character occurs; opened fonts are kept. Letters are placed without shaping, which scripts like Arabic
/// need to join them. Used by one thread at a time.
/// </summary>
internal sealed class FontBook : IDisposable
{
    private const string Carried = "DejaVuSans.ttf";

    /// <summary>The most font files to search: enough for any desktop, and a bound for large font folders.</summary>
    private const int MaxFiles = 2000;

    /// <summary>Fonts that are kept: a few sizes of a few typefaces for each height of the window.</summary>
    private const int MaxFonts = 256;

    /// <summary>The most faces that are looked at in a file of several.</summary>
    private const int MaxFaces = 16;

    /// <summary>Parts of the names of fonts that have Chinese, Japanese or Korean characters: they are opened first.</summary>
    private static readonly string[] Eastern =
    [
        "cjk",
        "wqy",
        "sourcehan",
        "droidsansfallback",
        "uming",
        "ukai",
        "nanum",
        "takao",
        "ipa",
        "vl-gothic",
    ];

    /// <summary>Parts of the names of fonts of another weight or slant, which are opened last.</summary>
    private static readonly string[] Heavy = ["bold", "black", "heavy", "thin", "light", "italic", "oblique", "mono"];

    private readonly SKTypeface _primary;
    private readonly List<SKTypeface> _opened = [];
    private readonly Dictionary<int, SKTypeface> _typefaceOf = [];
    private readonly IEnumerator<string> _unopened;
    private readonly Action<string> _warn;
    private readonly Dictionary<string, TextRun[]> _runsOf = new(StringComparer.Ordinal);
    private readonly Dictionary<(SKTypeface Typeface, float Size), SKFont> _fontOf = [];
    private bool _hasWarned;

    /// <summary>The fonts of some folders.</summary>
    /// <param name="folders">Where to look for fonts for scripts that the program's own lacks.</param>
    /// <param name="warn">Called once, with the first character that no font covers.</param>
    /// <param name="words">The language of what is drawn; null: English.</param>
    public FontBook(IReadOnlyList<string> folders, Action<string> warn, PanelWords? words = null)
    {
        Words = words ?? new PanelWords();
        using Stream font =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(Carried)
            ?? throw new InvalidOperationException($"The assembly was built without {Carried}.");
        _primary = SKTypeface.FromStream(font) ?? throw new InvalidOperationException($"{Carried} is not a font.");
        _unopened = Files(folders).GetEnumerator();
        _warn = warn;
    }

    /// <summary>The language of what is drawn.</summary>
    public PanelWords Words { get; }

    /// <summary>Where Windows and Linux desktops keep fonts.</summary>
    public static IReadOnlyList<string> SystemFolders()
    {
        if (OperatingSystem.IsWindows())
            return [Environment.GetFolderPath(Environment.SpecialFolder.Fonts)];
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return ["/usr/share/fonts", "/usr/local/share/fonts", Path.Combine(home, ".fonts"), Path.Combine(home, ".local/share/fonts")];
    }

    /// <summary>A font for a run, which this object keeps.</summary>
    public SKFont Font(SKTypeface typeface, float size)
    {
        if (_fontOf.TryGetValue((typeface, size), out SKFont? known))
            return known;
        if (_fontOf.Count >= MaxFonts)
            ForgetFonts();
        return _fontOf[(typeface, size)] = new SKFont(typeface, size) { Edging = SKFontEdging.Antialias, Subpixel = true };
    }

    /// <summary>The text split into runs of one typeface.</summary>
    public IReadOnlyList<TextRun> RunsOf(string text)
    {
        if (_runsOf.TryGetValue(text, out TextRun[]? known))
            return known;

        // Figures constantly produce new lines; the legend's few hundred names stay cached between two clearings.
        if (_runsOf.Count > 2000)
            _runsOf.Clear();
        return _runsOf[text] = Cut(text);
    }

    public void Dispose()
    {
        ForgetFonts();
        _unopened.Dispose();
        foreach (SKTypeface typeface in _opened)
            typeface.Dispose();
        _primary.Dispose();
    }

    private static IEnumerable<string> Files(IReadOnlyList<string> folders)
    {
        EnumerationOptions options = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return folders
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", options).Order(StringComparer.Ordinal))
            .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".TTF" or ".OTF" or ".TTC" or ".OTC")
            .Take(MaxFiles)
            .OrderBy(RankOf);
    }

    // Most characters that the program's own font lacks are Eastern ones; the order within a rank is that of the folders.
    private static int RankOf(string file)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        bool Has(string part) => name.Contains(part, StringComparison.OrdinalIgnoreCase);
        return (Array.Exists(Eastern, Has) ? 0 : 2) + (Array.Exists(Heavy, Has) ? 1 : 0);
    }

    private void ForgetFonts()
    {
        foreach (SKFont font in _fontOf.Values)
            font.Dispose();
        _fontOf.Clear();
    }

    private TextRun[] Cut(string text)
    {
        List<TextRun> runs = new();
        StringBuilder run = new();
        SKTypeface typeface = _primary;
        foreach (Rune rune in text.AsSpan().EnumerateRunes())
        {
            SKTypeface next = TypefaceOf(rune.Value);
            if (next != typeface && run.Length > 0)
            {
                runs.Add(new TextRun(run.ToString(), typeface));
                run.Clear();
            }

            typeface = next;
            run.Append(rune);
        }

        if (run.Length > 0)
            runs.Add(new TextRun(run.ToString(), typeface));
        return [.. runs];
    }

    private static bool CanWrite(SKTypeface typeface, int character)
    {
        using SKFont font = new(typeface);
        return font.GetGlyph(character) != 0;
    }

    private SKTypeface TypefaceOf(int character)
    {
        if (CanWrite(_primary, character))
            return _primary;
        if (!_typefaceOf.TryGetValue(character, out SKTypeface? typeface))
            _typefaceOf[character] = typeface = Find(character);
        return typeface;
    }

    /// <summary>The face of a file that is made for the language, else its first; null if it is no font.</summary>
    private SKTypeface? Face(string file)
    {
        SKTypeface? first = SKTypeface.FromFile(file);
        if (first is null || Words.Faces.Length == 0 || !Path.GetExtension(file).EndsWith("c", StringComparison.OrdinalIgnoreCase))
            return first;
        for (int index = 1; index < MaxFaces && SKTypeface.FromFile(file, index) is { } face; index++)
        {
            if (face.FamilyName.EndsWith(Words.Faces, StringComparison.Ordinal))
            {
                first.Dispose();
                return face;
            }

            face.Dispose();
        }

        return first;
    }

    private SKTypeface Find(int character)
    {
        foreach (SKTypeface opened in _opened)
        {
            if (CanWrite(opened, character))
                return opened;
        }

        while (_unopened.MoveNext())
        {
            SKTypeface? typeface = Face(_unopened.Current);
            if (typeface is null)
                continue;
            _opened.Add(typeface);
            if (CanWrite(typeface, character))
                return typeface;
        }

        if (!_hasWarned)
        {
            _hasWarned = true;
            _warn(
                $"No font on this machine can write '{char.ConvertFromUtf32(character)}' (U+{character:X4}); boxes stand for such "
                    + "characters. Install one, for example apt-get install fonts-noto-cjk."
            );
        }

        return _primary;
    }
}
