using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Images;
using GpuCluster.Data.Labels;

namespace GpuCluster.Data.Shards;

/// <summary>Data sets of one kind, one after the other: the shards of a folder.</summary>
internal static class JoinedDatasets
{
    /// <summary>Joins what the shards hold.</summary>
    /// <param name="name">The name of the whole.</param>
    /// <param name="path">The folder, for messages.</param>
    /// <param name="parts">One or more: the shard's path and what it holds.</param>
    /// <exception cref="UnusableInputException">They differ in kind or in the length of their vectors.</exception>
    public static Dataset Of(string name, string path, IReadOnlyList<(string Path, Dataset Set)> parts)
    {
        Dataset[] sets = [.. parts.Select(part => part.Set)];
        Dataset joined = Array.TrueForAll(sets, set => set is EmbeddingDataset) ? Vectors(name, path, parts) : Images(name, path, parts);
        return joined with
        {
            Labels = LabelsOf(sets),
            Columns = [.. ColumnsOf(sets)],
            Warnings = [.. sets.SelectMany(set => set.Warnings)],
            Notes = sets[0].Notes,
            Skipped = [.. sets.SelectMany(set => set.Skipped)],
            Rows = RowsOf(sets),
        };
    }

    private static EmbeddingDataset Vectors(string name, string path, IReadOnlyList<(string Path, Dataset Set)> parts)
    {
        EmbeddingDataset[] sets = [.. parts.Select(part => (EmbeddingDataset)part.Set)];
        int width = sets[0].Embedding.Columns;
        if (Array.FindIndex(sets, set => set.Embedding.Columns != width) is >= 0 and int other)
        {
            throw new UnusableInputException(
                $"{parts[other].Path}: vectors of {sets[other].Embedding.Columns} values, where {parts[0].Path} has {width}; "
                    + "give shards of one set"
            );
        }

        bool havePictures = Array.Exists(sets, set => set.Pictures is not null);
        return new EmbeddingDataset(name, sets.Length == 1 ? sets[0].Embedding : Joined(sets, width), null)
        {
            Files = Array.TrueForAll(sets, set => set.Files is not null) ? [.. sets.SelectMany(set => set.Files!)] : null,
            Pictures = havePictures ? () => new JoinedThumbnails([.. sets.Select(set => (set.OpenThumbnails(), set.Count))]) : null,
        };
    }

    private static EmbeddingMatrix Joined(EmbeddingDataset[] sets, int width)
    {
        EmbeddingBuffer joined = new(sets.Sum(set => set.Count), width);
        int at = 0;
        foreach (EmbeddingMatrix set in sets.Select(set => set.Embedding))
        {
            for (int row = 0; row < set.Rows; row++)
                set.Row(row).CopyTo(joined.Row(at++));
        }

        return joined.Take();
    }

    private static ImageFileDataset Images(string name, string path, IReadOnlyList<(string Path, Dataset Set)> parts)
    {
        ImageFileDataset[] sets = [.. parts.Select(part => part.Set).OfType<ImageFileDataset>()];
        if (sets.Length < parts.Count)
        {
            string other = parts.First(part => part.Set is not ImageFileDataset).Path;
            throw new UnusableInputException($"{path}: {other} holds vectors, and others images; give shards of one set");
        }

        return new ImageFileDataset(name, [.. sets.SelectMany(set => set.Files)], null)
        {
            Names = Array.Exists(sets, set => set.Names is not null) ? [.. sets.SelectMany(set => set.Names ?? set.Files)] : null,
        };
    }

    private static SampleRows RowsOf(Dataset[] sets)
    {
        int first = 0;
        List<int> rows = new(sets.Sum(set => set.Count));
        foreach (Dataset set in sets)
        {
            rows.AddRange(Enumerable.Range(0, set.Count).Select(sample => first + set.Rows.RowOf(sample)));
            first += set.Rows.Count;
        }

        return SampleRows.Of(first, rows);
    }

    private static SampleLabels? LabelsOf(Dataset[] sets) =>
        Array.Exists(sets, set => set.Labels is not null) ? LabelClasses.FromTexts([.. sets.SelectMany(ClassesOf)]) : null;

    private static IEnumerable<string> ClassesOf(Dataset set) =>
        set.Labels is { } labels
            ? labels.ClassOf.Select(label => label < 0 ? "" : labels.ClassNames[label])
            : Enumerable.Repeat("", set.Count);

    // A column of numbers in one shard and of text in another is text.
    private static IEnumerable<SampleColumn> ColumnsOf(Dataset[] sets)
    {
        foreach (string name in sets.SelectMany(set => set.Columns).Select(column => column.Name).Distinct(StringComparer.Ordinal))
        {
            SampleColumn?[] parts = [.. sets.Select(set => set.Columns.FirstOrDefault(column => column.Name == name))];
            if (Array.TrueForAll(parts, part => part is null or NumericColumn))
            {
                yield return new NumericColumn(
                    name,
                    [.. parts.Zip(sets).SelectMany(part => (part.First as NumericColumn)?.Values ?? Missing(part.Second.Count))]
                );
                continue;
            }

            yield return new TextColumn(
                name,
                [.. parts.Zip(sets).SelectMany(part => Enumerable.Range(0, part.Second.Count).Select(row => part.First?.TextOf(row) ?? ""))]
            );
        }
    }

    private static double[] Missing(int count)
    {
        double[] values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
