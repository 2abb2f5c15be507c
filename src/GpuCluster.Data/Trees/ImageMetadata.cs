using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Parquet;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Trees;

/// <summary>
/// The tables metadata.csv, .jsonl or .parquet in a folder of images or below it, as Hugging Face's "imagefolder" has them, or
/// <see cref="ClassMarks">Roboflow's</see>. Each names files relative to its own folder, and the column of labels gives the classes. Where
/// there is none, a competition's train.csv is taken if its first column names the images, with or without folder and extension.
/// </summary>
internal sealed class ImageMetadata
{
    /// <summary>Of several in one folder, the first is read.</summary>
    private static readonly string[] FileNames = ["metadata.csv", "metadata.jsonl", "metadata.parquet", ClassMarks.FileName];

    /// <summary>Names of tables of competitions, as Kaggle packs them beside the folders of images.</summary>
    private static readonly string[] CompetitionNames = ["train.csv", "labels.csv", "train_labels.csv", "trainLabels.csv"];

    private readonly List<Part> _parts = [];
    private readonly List<string> _warnings = [];

    // For each image its table and row; null where it has none.
    private readonly (Part Part, int Row)?[] _rows;

    private ImageMetadata(int images) => _rows = new (Part, int)?[images];

    /// <summary>What does not match, a sentence each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The files that were read, relative to the folder.</summary>
    public IReadOnlyList<string> Files => [.. _parts.Select(part => part.File)];

    /// <summary>Reads the tables of a folder or an archive.</summary>
    /// <param name="tree">The images and the other files; a .parquet in an archive is left out.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Null where it has none.</returns>
    /// <exception cref="UnusableInputException">A table is damaged, or names a file twice.</exception>
    public static ImageMetadata? Of(ImageTree tree, CancellationToken cancellation)
    {
        string[] tables =
        [
            .. tree
                .Others.Where(other => FileNames.Contains(NameOf(other), StringComparer.OrdinalIgnoreCase))
                .Where(other => tree.IsFolder || !other.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
                .GroupBy(FolderOf, StringComparer.Ordinal)
                .Select(group => group.MinBy(other => Array.IndexOf(FileNames, NameOf(other).ToLowerInvariant()))!),
        ];
        if (tables.Length == 0)
            return OfCompetition(tree, cancellation);
        ImageMetadata metadata = new(tree.Images.Count);
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        foreach ((int index, string image) in tree.Images.Index())
            places[Normal("", image)] = index;
        foreach (string file in tables)
            metadata.Add(tree, file, places, cancellation);
        if (metadata._parts.Count > 0)
            metadata.WarnOfMissing(tree.Root, tree.Images);
        return metadata;
    }

    /// <summary>The classes of some of the images; null where no table has a column of labels, or the column is one of measures.</summary>
    public SampleLabels? LabelsOf(IReadOnlyList<int> images)
    {
        string[] texts = LabelTexts(images);
        return AreMeasures(texts) || Array.TrueForAll(texts, text => text.Length == 0) ? null : LabelClasses.FromTexts(texts);
    }

    /// <summary>The other columns of all tables, for some of the images.</summary>
    public IEnumerable<SampleColumn> ColumnsOf(IReadOnlyList<int> images)
    {
        bool keepsLabel = AreMeasures(LabelTexts(images));
        string[] headings =
        [
            .. _parts
                .SelectMany(part => part.Table.Headings.Where((_, place) => place != part.Names && (keepsLabel || place != part.Label)))
                .Distinct(StringComparer.Ordinal),
        ];
        return headings.Select(heading => ColumnTypes.Of(heading, TextsOf(images, part => part.PlaceOf(heading))));
    }

    private static ImageMetadata? OfCompetition(ImageTree tree, CancellationToken cancellation)
    {
        string[] tables = [.. tree.Others.Where(other => CompetitionNames.Contains(NameOf(other), StringComparer.OrdinalIgnoreCase))];
        if (tables.Length == 0)
            return null;
        Dictionary<string, int> places = PlacesByName(tree.Images);
        foreach (string file in tables)
        {
            ImageMetadata metadata = new(tree.Images.Count);
            if (!metadata.TryAddByName(tree, file, places, cancellation))
                continue;
            metadata.WarnOfMissing(tree.Root, tree.Images);
            return metadata;
        }

        return null;
    }

    // The names of images without folders, with and without extension; -1 for one that several have.
    private static Dictionary<string, int> PlacesByName(IReadOnlyList<string> images)
    {
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        foreach ((int index, string image) in images.Index())
        {
            string name = NameOf(image);
            foreach (string key in (string[])[name, Path.GetFileNameWithoutExtension(name)])
                places[key] = places.TryGetValue(key, out int other) && other != index ? -1 : index;
        }

        return places;
    }

    // A number with a fraction is no class, for example the target of a regression.
    private static bool AreMeasures(string[] texts) =>
        ColumnTypes.Of("", texts) is NumericColumn numbers && LabelClasses.FromNumbers(numbers.Values) is null;

    // In shards, the archive is the folder.
    private static string FolderOf(string file) => file[..(Math.Max(file.LastIndexOf('/'), file.LastIndexOf('!')) + 1)];

    // A path within the folder; one that leads out of it equals no image.
    private static string Normal(string folder, string name)
    {
        Stack<string> parts = new();
        foreach (string part in (name.StartsWith('/') ? name : folder + name).Split('/', '\\'))
        {
            if (part == "..")
            {
                if (!parts.TryPop(out _))
                    return "";
            }
            else if (part is not ("" or "."))
            {
                parts.Push(part);
            }
        }

        return string.Join('/', parts.Reverse());
    }

    private static string NameOf(string file) => file[FolderOf(file).Length..];

    private string[] LabelTexts(IReadOnlyList<int> images) => TextsOf(images, part => part.Label);

    private string[] TextsOf(IReadOnlyList<int> images, Func<Part, int> placeOf) =>
        [
            .. images.Select(image =>
                _rows[image] is { } found && placeOf(found.Part) is >= 0 and int place ? found.Part.Table.Rows[found.Row][place] : ""
            ),
        ];

    private void Add(ImageTree tree, string file, Dictionary<string, int> places, CancellationToken cancellation)
    {
        string path = tree.AddressOf(file);
        TextTable table = Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".csv" => ColumnsFile.ReadTable(() => tree.Open(file), path, cancellation),
            ".jsonl" => JsonLines.Read(tree.Open(file), path, cancellation),
            _ => ParquetText.Read(path, cancellation),
        };
        if (NameOf(file) == ClassMarks.FileName)
            table = ClassMarks.Joined(table);
        int names = ListHeadings.PathIn(table.Headings);
        if (names < 0)
        {
            string headings = string.Join(", ", table.Headings.Take(20).Select(heading => $"'{heading}'"));
            _warnings.Add($"{path}: not used: no column of files ('file_name') among its headings {headings}");
            return;
        }

        Part part = new(file, table, names, ListHeadings.LabelIn(table.Headings));
        _parts.Add(part);
        List<int> strangers = [];
        for (int row = 0; row < table.Rows.Count; row++)
        {
            string name = table.Rows[row][names];
            if (name.Length == 0 || !places.TryGetValue(Normal(FolderOf(file), name), out int image))
                strangers.Add(row);
            else if (_rows[image] is { } other)
                throw Twice(path, name, other, part, row);
            else
                _rows[image] = (part, row);
        }

        if (strangers.Count > 0)
        {
            string listed = Listing.Of([.. strangers.Select(row => $"{table.PlaceOf(row)}: {table.Rows[row][names]}")]);
            _warnings.Add($"{path}: {strangers.Count} of {Counted.Of(table.Rows.Count, "row")} name no image of the folder: {listed}");
        }
    }

    // False for a table of something else: most of its rows name no image, or two name the same.
    private bool TryAddByName(ImageTree tree, string file, Dictionary<string, int> places, CancellationToken cancellation)
    {
        TextTable table;
        try
        {
            table = ColumnsFile.ReadTable(() => tree.Open(file), tree.AddressOf(file), cancellation);
        }
        catch (UnusableInputException)
        {
            return false;
        }

        int label = ListHeadings.LabelIn(table.Headings);
        Part part = new(file, table, 0, label > 0 || table.Headings.Count != 2 ? label : 1);
        int found = 0;
        for (int row = 0; row < table.Rows.Count; row++)
        {
            if (!places.TryGetValue(NameOf(table.Rows[row][0]), out int image) || image < 0)
                continue;
            if (_rows[image] is not null)
                return false;
            _rows[image] = (part, row);
            found++;
        }

        if (2 * found <= table.Rows.Count)
            return false;
        _parts.Add(part);
        if (found < table.Rows.Count)
            _warnings.Add($"{tree.AddressOf(file)}: {table.Rows.Count - found} of {table.Rows.Count} rows name no image of the folder");
        return true;
    }

    private static UnusableInputException Twice(string path, string name, (Part Part, int Row) first, Part part, int row)
    {
        string place =
            first.Part == part ? first.Part.Table.PlaceOf(first.Row) : $"{first.Part.File}, {first.Part.Table.PlaceOf(first.Row)}";
        return new UnusableInputException($"{path}: {place} and {part.Table.PlaceOf(row)} both name '{name}'; leave one row for each file");
    }

    private void WarnOfMissing(string folder, IReadOnlyList<string> images)
    {
        string[] missing = [.. images.Where((_, image) => _rows[image] is null)];
        if (missing.Length > 0)
        {
            string tables = _parts.Count == 1 ? _parts[0].File : $"its {_parts.Count} tables of metadata";
            string listed = Listing.Of(missing);
            _warnings.Add(
                $"{folder}: {missing.Length} of {Counted.Of(images.Count, "image")} have no row in {tables}, and no values: {listed}"
            );
        }
    }

    /// <summary>A table.</summary>
    /// <param name="File">Relative to the folder of images.</param>
    /// <param name="Table">Its rows.</param>
    /// <param name="Names">The place of the column of files.</param>
    /// <param name="Label">The place of the column of labels, or -1.</param>
    private sealed record Part(string File, TextTable Table, int Names, int Label)
    {
        public int PlaceOf(string heading) =>
            Table.Headings.Index().Where(each => each.Item == heading).Select(each => each.Index).FirstOrDefault(-1);
    }
}
