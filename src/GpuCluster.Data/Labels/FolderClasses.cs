using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Labels;

/// <summary>
/// The classes of files by the folders that they lie in. A folder that holds all files is no class. Folders that are all named as splits
/// are the splits. Below them the folder above the file is the class if all files lie at one depth, else the first folder.
/// </summary>
internal sealed class FolderClasses
{
    private const string SplitColumn = "split";
    private const int YearDigits = 4;

    /// <summary>The words that Hugging Face's image folders use.</summary>
    private static readonly string[] SplitWords =
    [
        "train",
        "training",
        "test",
        "testing",
        "val",
        "valid",
        "validation",
        "dev",
        "eval",
        "evaluation",
    ];

    private readonly string[][] _folders;
    private readonly int _splitLevel;
    private readonly int _classLevel;

    // Levels count from 0; -1 where there is none.
    private FolderClasses(string[][] folders, int splitLevel, int classLevel, DatasetNote? note)
    {
        _folders = folders;
        _splitLevel = splitLevel;
        _classLevel = classLevel;
        Note = note;
    }

    /// <summary>What was decided; null where there was nothing to decide.</summary>
    public DatasetNote? Note { get; }

    /// <summary>Finds out which folders are classes and which are splits.</summary>
    /// <param name="folder">The folder of all files, for messages.</param>
    /// <param name="paths">The files, relative to the folder.</param>
    /// <param name="level">The level of the classes if the user gave it, 1 for the first; else null.</param>
    /// <exception cref="UnusableInputException">No file lies so deep.</exception>
    public static FolderClasses Of(string folder, IReadOnlyList<string> paths, int? level)
    {
        string[][] folders = FoldersOf(paths);
        int deepest = folders.Max(parts => parts.Length);
        (int split, int first) = SkipSplitAndWrapping(folders);
        if (level is { } given)
        {
            if (deepest == 0)
            {
                throw new UnusableInputException($"{folder}: its images lie in no sub-folder, so no folder is a class; leave the level out")
                {
                    Remedies = [new Remedy(Setting.LabelLevel)],
                };
            }

            return given >= 1 && given <= deepest
                ? new FolderClasses(folders, split == given - 1 ? -1 : split, given - 1, null)
                : throw new UnusableInputException(
                    $"{folder}: no class at folder level {given}: its images lie {deepest} folders deep; give 1 to {deepest}"
                )
                {
                    Remedies = [new Remedy(Setting.LabelLevel)],
                };
        }

        int classLevel = ClassLevel(folders, first);
        bool isPlain = first == 0 && deepest <= 1;
        return new FolderClasses(folders, split, classLevel, isPlain ? null : NoteOf(folder, paths, folders, split, classLevel));
    }

    /// <summary>Whether a name is that of a split, such as "train", in any case; COCO's have a year, as "val2017".</summary>
    public static bool IsSplit(string name)
    {
        string word = name.Length > YearDigits && name[^YearDigits..].All(char.IsAsciiDigit) ? name[..^YearDigits] : name;
        return SplitWords.Contains(word, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The classes of some of the files; null where none has one.</summary>
    public SampleLabels? LabelsOf(IReadOnlyList<int> files)
    {
        string[] classes = At(_classLevel, files);
        return Array.TrueForAll(classes, name => name.Length == 0) ? null : LabelClasses.FromTexts(classes);
    }

    /// <summary>The splits of some of the files as a column, or no column.</summary>
    public IReadOnlyList<SampleColumn> SplitOf(IReadOnlyList<int> files) =>
        _splitLevel < 0 ? [] : [new TextColumn(SplitColumn, At(_splitLevel, files))];

    // The names of the folders above each file. Files of one folder share them: 200 bytes for each photo else.
    private static string[][] FoldersOf(IReadOnlyList<string> paths)
    {
        Dictionary<string, string[]>.AlternateLookup<ReadOnlySpan<char>> known = new Dictionary<string, string[]>(
            StringComparer.Ordinal
        ).GetAlternateLookup<ReadOnlySpan<char>>();
        string[][] folders = new string[paths.Count][];
        for (int i = 0; i < folders.Length; i++)
        {
            ReadOnlySpan<char> folder = paths[i].AsSpan(0, Math.Max(0, paths[i].LastIndexOf(Path.DirectorySeparatorChar)));
            if (!known.TryGetValue(folder, out string[]? names))
                known[folder] = names = folder.IsEmpty ? [] : folder.ToString().Split(Path.DirectorySeparatorChar);
            folders[i] = names;
        }

        return folders;
    }

    private static (int Split, int First) SkipSplitAndWrapping(string[][] folders)
    {
        (int split, int first) = (-1, 0);
        while (true)
        {
            string[] names = NamesAt(folders, first);
            if (split < 0 && names.Length > 0 && names.All(IsSplit))
                split = first++;
            else if (names.Length == 1 && Array.TrueForAll(folders, parts => parts.Length > first))
                first++;
            else
                return (split, first);
        }
    }

    private static int ClassLevel(string[][] folders, int first)
    {
        int depth = folders[0].Length;
        if (Array.Exists(folders, parts => parts.Length != depth))
            return NamesAt(folders, first).Length > 0 ? first : -1;

        // Where the folders above the files all have one name, as in cat/images/1.jpg, it says nothing.
        int level = depth - 1;
        while (level > first && NamesAt(folders, level).Length == 1)
            level--;

        return level >= first ? level : -1;
    }

    private static string[] NamesAt(string[][] folders, int level) =>
        [.. folders.Where(parts => parts.Length > level).Select(parts => parts[level]).Distinct(StringComparer.Ordinal)];

    private static DatasetNote NoteOf(string folder, IReadOnlyList<string> paths, string[][] folders, int split, int level)
    {
        int example = Math.Max(0, Array.FindIndex(folders, parts => parts.Length > Math.Max(split, level)));
        string of = level >= 0 ? $"the class is '{folders[example][level]}'" : "there is no class";
        string inSplit = split >= 0 ? $" and the split '{folders[example][split]}'" : "";
        return new DatasetNote($"{folder}: of {paths[example]} {of}{inSplit}; another level of folders can be the class")
        {
            Remedies = [new Remedy(Setting.LabelLevel)],
        };
    }

    private string[] At(int level, IReadOnlyList<int> files) =>
        [.. files.Select(file => level >= 0 && level < _folders[file].Length ? _folders[file][level] : "")];
}
