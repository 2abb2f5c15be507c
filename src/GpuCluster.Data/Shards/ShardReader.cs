using System.Globalization;
using System.Text.RegularExpressions;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;

namespace GpuCluster.Data.Shards;

/// <summary>Reads the shards of a folder one after the other. One that is damaged is left out and told.</summary>
internal static partial class ShardReader
{
    private const string SplitColumn = "split";

    /// <summary>Reads shards and joins them.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="shards">Paths of one or more files.</param>
    /// <param name="options">The limit counts samples of all shards.</param>
    /// <param name="read">Reads one.</param>
    /// <param name="cancellation">Ends the reading between shards.</param>
    /// <exception cref="UnusableInputException">None can be read, or they do not fit together.</exception>
    public static Dataset Read(
        string folder,
        IReadOnlyList<string> shards,
        DatasetOptions options,
        Func<string, DatasetOptions, Dataset> read,
        CancellationToken cancellation
    )
    {
        if (options.LabelsPath is { } labels)
            throw new UnusableInputException($"{labels}: a folder of shards has its labels in a column; leave the file of labels out");
        List<(string Path, Dataset Set)> parts = [];
        List<string> warnings = [];
        UnusableInputException? first = null;
        int count = 0;
        for (int i = 0; i < shards.Count && count < (options.Limit ?? int.MaxValue); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            int done = i;
            DatasetOptions own = options with
            {
                Limit = options.Limit - count,
                Progress = options.Progress is { } progress ? share => progress((done + share) / shards.Count) : null,
            };
            try
            {
                parts.Add((shards[i], read(shards[i], own)));
                count += parts[^1].Set.Count;
            }
            catch (UnusableInputException e)
            {
                first ??= e;
                warnings.Add($"{e.Message}; the other shards are used");
            }
        }

        if (parts.Count == 0)
            throw first!;
        Dataset joined = JoinedDatasets.Of(InputFile.NameOf(folder), folder, parts);
        return joined with { Warnings = [.. warnings, .. joined.Warnings], Columns = [.. SplitOf(parts, joined), .. joined.Columns] };
    }

    /// <summary>Sorts by the numbers in the names: part_10 comes after part_2.</summary>
    public static string[] Sorted(IEnumerable<string> paths) =>
        [
            .. paths
                .OrderBy(path => Digits().Replace(path, digits => digits.Value.PadLeft(20, '0')), StringComparer.Ordinal)
                .ThenBy(path => path, StringComparer.Ordinal),
        ];

    /// <summary>The last number in a file's name; -1 where there is none.</summary>
    public static int NumberOf(string path) =>
        Digits().Matches(Path.GetFileNameWithoutExtension(path)) is { Count: > 0 } numbers
        && int.TryParse(numbers[^1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : -1;

    // Names such as train-00000-of-00002.parquet begin with the split.
    private static IEnumerable<SampleColumn> SplitOf(List<(string Path, Dataset Set)> parts, Dataset joined)
    {
        string[] words = [.. parts.Select(part => FirstWord().Match(Path.GetFileName(part.Path)).Value)];
        if (!Array.TrueForAll(words, FolderClasses.IsSplit) || joined.Columns.Any(column => column.Name == SplitColumn))
            return [];
        string[] splits = [.. parts.Zip(words).SelectMany(part => Enumerable.Repeat(part.Second, part.First.Set.Count))];
        return [new TextColumn(SplitColumn, splits)];
    }

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Digits();

    [GeneratedRegex("^[A-Za-z]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FirstWord();
}
