using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Arrays;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Vectors;

/// <summary>
/// A file of named arrays as a data set. <see cref="ArrayChoice"/> decides which are the samples; an array named label, labels, class,
/// category, target or y holds the classes, one named label_names (or class_names, target_names, classes) their texts, one named path (or
/// as lists name it) the files, and every other array of one number or text for each sample is a column.
/// </summary>
internal static class ArraySet
{
    /// <summary>Reads the samples and what belongs to them.</summary>
    /// <param name="path">The file.</param>
    /// <param name="arrays">All of its arrays.</param>
    /// <param name="options">What to read.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="UnusableInputException">No array can be the samples, or labels do not fit.</exception>
    public static Dataset Read(string path, IReadOnlyList<NamedArray> arrays, DatasetOptions options, CancellationToken cancellation)
    {
        (IReadOnlyList<ArrayPart> parts, DatasetNote? choice) = ArrayChoice.Of(path, arrays, options.ArrayName);
        foreach (ArrayPart part in parts)
            CheckSamples(part.Samples);
        long total = parts.Sum(part => part.Samples.Shape[0]);
        int rows = (int)Math.Min(Math.Min(total, int.MaxValue), options.Limit ?? int.MaxValue);
        List<DatasetNote> notes = choice is null ? [] : [choice];
        List<SampleColumn> columns = [];
        SampleLabels? labels = options.LabelsPath is { } labelsPath ? LabelsFile.Read(labelsPath, total).Take(rows) : null;
        if (labels is null && parts.All(part => part.Labels?.IsColumnOf(part.Samples.Shape[0]) == true))
        {
            SampleColumn[] found = [.. parts.Select(part => part.Labels!.Column("label", cancellation))];
            labels = ClassesOf(parts[0].Labels!.Place, Joined(found).Take(rows), columns, notes);
        }

        if (parts.Count > 1)
            columns.Add(new TextColumn("split", SplitOf(parts)).Take(rows));
        HashSet<NamedArray> used = [.. parts.Select(part => part.Samples), .. parts.Select(part => part.Labels).OfType<NamedArray>()];
        string[]? names = null;
        foreach (NamedArray array in arrays.Where(array => !used.Contains(array)))
        {
            bool areLabels = options.LabelsPath is null && labels is null && ArrayNames.IsLabelOf(parts[0].Samples.Name, array.Name),
                isColumn = array.IsColumnOf(total);
            string heading = ArrayNames.Heading(array.Name);
            if (areLabels && !isColumn)
                throw NotLabels(path, array, total);
            if (areLabels)
                labels = ClassesOf(array.Place, array.Column(heading, cancellation).Take(rows), columns, notes);
            else if (isColumn && names is null && ListHeadings.PathIn([heading]) >= 0)
                names = TextsOf(array.Column(heading, cancellation).Take(rows));
            else if (isColumn)
                columns.Add(array.Column(heading, cancellation).Take(rows));
        }

        if (labels is not null && options.LabelsPath is null && ArrayNames.ClassTextsIn(arrays) is { } classes)
            labels = LabelClasses.Named(labels, TextsOf(classes.Column("class", cancellation)));
        string[]? files = names is null ? null : BesideFiles.TryResolve(path, names);
        if (names is not null && files is null)
            columns.Insert(0, new TextColumn(ListHeadings.Path, names));
        Dataset dataset = SamplesOf(path, parts, rows, options, labels, files, cancellation, out SampleRows kept) with
        {
            Columns = columns,
            Notes = notes,
        };
        return MissingRows.LeaveOut(dataset, kept, path);
    }

    private static Dataset SamplesOf(
        string path,
        IReadOnlyList<ArrayPart> parts,
        int rows,
        DatasetOptions options,
        SampleLabels? labels,
        string[]? files,
        CancellationToken cancellation,
        out SampleRows kept
    )
    {
        string name = InputFile.NameOf(path);
        kept = SampleRows.All(rows);
        IReadOnlyList<long> shape = parts[0].Samples.Shape;
        if (shape.Count == 2)
        {
            (EmbeddingMatrix vectors, kept) = VectorsOf(parts, rows, options, cancellation);
            return new EmbeddingDataset(name, vectors, labels) { Files = files };
        }

        int channels = shape.Count == 4 ? (int)shape[3] : 1;
        (int height, int width) = ((int)shape[1], (int)shape[2]);
        byte[] pixels = PixelsOf(path, parts, rows, height * width * channels, cancellation);
        return new ImageDataset(name, new ImageStack(rows, height, width, pixels, channels), labels);
    }

    private static MatrixRows VectorsOf(IReadOnlyList<ArrayPart> parts, int rows, DatasetOptions options, CancellationToken cancellation)
    {
        MatrixShape[] shapes = [.. parts.Select(part => ShapeOf(part.Samples))];
        if (parts.Count == 1)
            return parts[0].Samples.Vectors(shapes[0], rows, options, cancellation);
        EmbeddingBuffer all = new(rows, shapes[0].Columns);
        for (int i = 0, done = 0; i < parts.Count && done < rows; i++)
        {
            int count = (int)Math.Min(shapes[i].Rows, rows - done);
            EmbeddingMatrix part = parts[i].Samples.Vectors(shapes[i], count, options, cancellation).Whole(shapes[i]);
            for (int row = 0; row < count; row++)
                part.Row(row).CopyTo(all.Row(done + row));
            done += count;
        }

        return new MatrixRows(all.Take(), SampleRows.All(rows));
    }

    private static MatrixShape ShapeOf(NamedArray array) =>
        new(array.Place, array.Type!.Value, array.Shape[0], (int)array.Shape[1]) { IsColumnMajor = array.IsFortran, AreBytesScaled = true };

    private static byte[] PixelsOf(string path, IReadOnlyList<ArrayPart> parts, int rows, int imageBytes, CancellationToken cancellation)
    {
        byte[] pixels = HostMemory.Allocate<byte>((long)rows * imageBytes, path);
        int done = 0;
        foreach (ArrayPart part in parts)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = (int)Math.Min(part.Samples.Shape[0] * imageBytes, pixels.Length - done);
            using Stream content = part.Samples.Open(cancellation);
            if (InputFile.ReadUpTo(content, pixels.AsSpan(done, count), part.Samples.Place) < count)
                throw new UnusableInputException($"{part.Samples.Place}: holds fewer values than it claims; save it again");
            done += count;
        }

        return pixels;
    }

    private static void CheckSamples(NamedArray samples)
    {
        if (!samples.IsMatrix && !samples.IsImages)
        {
            throw new UnusableInputException(
                $"{samples.Place}: {samples.Description} are no samples; give a matrix of numbers with a row for each sample, or images as "
                    + "uint8 (N, H, W) or (N, H, W, 3)"
            )
            {
                Remedies = [new Remedy(Setting.ArrayName)],
            };
        }

        if (samples.Shape.Contains(0))
            throw new UnusableInputException($"{samples.Place}: empty, shape {samples.ShapeText}; give at least one sample");
        Int128 perRow = samples.Shape.Skip(1).Aggregate(Int128.One, (product, size) => product * size);
        if (perRow > int.MaxValue)
        {
            throw new UnusableInputException($"{samples.Place}: shape {samples.ShapeText} has rows that are too long for a sample")
            {
                Remedies = [new Remedy(Setting.ArrayName)],
            };
        }
    }

    // Fractions are measures, for example the target of a regression: a column and no classes.
    private static SampleLabels? ClassesOf(string place, SampleColumn column, List<SampleColumn> columns, List<DatasetNote> notes)
    {
        if (column is not NumericColumn numbers)
            return LabelClasses.FromTexts(TextsOf(column));
        if (LabelClasses.FromNumbers(numbers.Values) is { } classes)
            return classes;
        columns.Add(column);
        notes.Add(new DatasetNote($"{place}: holds fractions, so it is a column of numbers and no classes"));
        return null;
    }

    private static SampleColumn Joined(SampleColumn[] parts) =>
        Array.TrueForAll(parts, part => part is NumericColumn)
            ? new NumericColumn(parts[0].Name, [.. parts.SelectMany(part => ((NumericColumn)part).Values)])
            : new TextColumn(parts[0].Name, [.. parts.SelectMany(TextsOf)]);

    private static string[] SplitOf(IReadOnlyList<ArrayPart> parts) =>
        [.. parts.SelectMany(part => Enumerable.Repeat(part.Split!, (int)part.Samples.Shape[0]))];

    private static string[] TextsOf(SampleColumn column) => [.. Enumerable.Range(0, column.Count).Select(column.TextOf)];

    private static UnusableInputException NotLabels(string path, NamedArray array, long total) =>
        new(
            $"{array.Place}: {array.Description} does not label the {Counted.Of(total, "sample")}; save one label for each: "
                + $"numpy.savez('{path}', embeddings=x, labels=y)"
        );
}
