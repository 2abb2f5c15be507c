using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Images;
using GpuCluster.Data.Images.Contents;
using GpuCluster.Data.Sources;

namespace GpuCluster.Data;

/// <summary>What a path held: images, features, or a ready layout; n samples, at least one, all values finite.</summary>
/// <param name="Name">The file's or folder's name, without its directory.</param>
/// <param name="Labels">The class of every sample, or null if the data has none.</param>
public abstract record Dataset(string Name, SampleLabels? Labels)
{
    /// <summary>n, the number of samples.</summary>
    public abstract int Count { get; }

    /// <summary>Columns that came with the data, n values each.</summary>
    public IReadOnlyList<SampleColumn> Columns { get; init; } = [];

    /// <summary>Warnings for the user, one sentence each, for example about files that were left out.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What the reader decided where the data leaves a choice, for example which folders are the classes.</summary>
    public IReadOnlyList<DatasetNote> Notes { get; init; } = [];

    /// <summary>Files that were left out, each with its reason; also in <see cref="Warnings"/>.</summary>
    public IReadOnlyList<SkippedFile> Skipped { get; init; } = [];

    /// <summary>
    /// Which row of the data each sample is. A row without a vector, such as a picture that cannot be decoded, is no sample, and the others
    /// keep their numbers.
    /// </summary>
    public SampleRows Rows
    {
        get => field ?? SampleRows.All(Count);
        init;
    }

    /// <summary>Which row or file of the source each sample is, ascending; null where sample i is row i.</summary>
    internal IReadOnlyList<int>? SourceRows { get; init; }

    /// <summary>Rows or files of the source, those that were left out included; null where it is not known.</summary>
    internal int? SourceCount { get; init; }

    /// <summary>The paths of the source's files, those that were left out included; null where it is not known.</summary>
    internal IReadOnlyList<string>? SourcePaths { get; init; }

    /// <summary>The path of each sample's own file, or its name within a larger file; null where samples are rows of one file.</summary>
    public virtual IReadOnlyList<string>? Paths => null;

    /// <summary>The tensor's shape as NumPy writes it, for example "(10000, 28, 28)".</summary>
    public abstract string Shape { get; }

    /// <summary>Some of the samples, which keep their row numbers.</summary>
    /// <param name="samples">0 to n - 1, ascending, each once.</param>
    public Dataset Pick(IReadOnlyList<int> samples) =>
        samples.Count == Count
            ? this
            : Picked(samples) with
            {
                Labels = Labels?.Pick(samples),
                Columns = [.. Columns.Select(column => column.Pick(samples))],
                Rows = Rows.Pick(samples),
                SourceRows = [.. samples.Select(sample => SourceRows?[sample] ?? sample)],
                SourceCount = SourceCount ?? Count,
            };

    /// <summary>The samples at some rows; null where the data has other rows, or one of them has no sample.</summary>
    /// <param name="rows">Rows as an earlier run knew them.</param>
    public Dataset? AtRows(SampleRows rows)
    {
        if (rows.Count != Rows.Count)
            return null;
        int?[] samples = [.. Enumerable.Range(0, rows.Samples).Select(sample => Rows.SampleAt(rows.RowOf(sample)))];
        return Array.Exists(samples, sample => sample is null) ? null : Pick([.. samples.OfType<int>()]);
    }

    /// <summary>The samples' pictures, or null if there are none. The caller owns them.</summary>
    public virtual IThumbnails? OpenThumbnails() => null;

    /// <summary>The samples' pictures at full size, for models that look at them, or null where there are none.</summary>
    public virtual IImageSource? OpenImages() => null;

    /// <summary>What only data of this kind has, of some of the samples.</summary>
    protected abstract Dataset Picked(IReadOnlyList<int> samples);
}

/// <summary>n images in one array.</summary>
public sealed record ImageDataset(string Name, ImageStack Images, SampleLabels? Labels) : Dataset(Name, Labels)
{
    public override int Count => Images.Count;

    public override string Shape =>
        $"({Images.Count}, {Images.Height}, {Images.Width}{(Images.Channels == 1 ? "" : $", {Images.Channels}")})";

    public override IThumbnails OpenThumbnails() => new StackThumbnails(Name, Images, Rows);

    public override IImageSource OpenImages() => new StackImages(Name, Images, Rows);

    protected override Dataset Picked(IReadOnlyList<int> samples) => this with { Images = Images.Pick(samples) };
}

/// <summary>
/// n image files, or images in archives. Each has a whole header; one may still turn out broken when it is decoded.
/// </summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Files">Their paths, or ARCHIVE!ENTRY.</param>
/// <param name="Labels">The sub-folders, or null where there are none.</param>
public sealed record ImageFileDataset(string Name, IReadOnlyList<string> Files, SampleLabels? Labels) : Dataset(Name, Labels)
{
    public override int Count => Files.Count;

    /// <summary>The names of images that lie in a larger file; null where each is a file of its own, and its path its name.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    public override IReadOnlyList<string> Paths => Names ?? Files;

    /// <summary>The folder or archive that all of them are from; null where a list names them.</summary>
    public string? Root { get; init; }

    /// <summary>
    /// Each image as <see cref="SmallImage"/> makes it, where they were decoded before, so that nothing decodes them to that size again;
    /// else null.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Reduced { get; init; }

    public override string Shape => $"({Count}, {SmallImage.Edge}, {SmallImage.Edge}, 3)";

    /// <summary>Opens the archives of the images.</summary>
    internal SourceFiles Sources { get; init; } = new();

    public override IThumbnails OpenThumbnails() => new FolderThumbnails(Files, Names, ThumbnailCache.OfUser(), Sources);

    public override IImageSource OpenImages() => new FileImages(Files, Names, Sources);

    /// <summary>How large an image is, from its header alone.</summary>
    /// <param name="index">0 to n - 1.</param>
    public ImageSize SizeOf(int index) => ImageSize.Of(Sources, Files[index]);

    /// <summary>What an image is called in messages: its path within <see cref="Root"/> where there is one.</summary>
    /// <param name="index">0 to n - 1.</param>
    public string NameInRoot(int index) =>
        Root is { } root && Paths[index].StartsWith(root, StringComparison.Ordinal)
            ? Paths[index][root.Length..].TrimStart('/', '\\', SourceAddress.Mark)
            : Paths[index];

    protected override Dataset Picked(IReadOnlyList<int> samples) =>
        this with
        {
            Files = [.. samples.Select(sample => Files[sample])],
            Names = Names is { } names ? [.. samples.Select(sample => names[sample])] : null,
            Reduced = Reduced is { } reduced ? [.. samples.Select(sample => reduced[sample])] : null,
        };
}

/// <summary>n vectors of features.</summary>
public sealed record EmbeddingDataset(string Name, EmbeddingMatrix Embedding, SampleLabels? Labels) : Dataset(Name, Labels)
{
    public override int Count => Embedding.Rows;

    public override string Shape => $"({Embedding.Rows}, {Embedding.Columns})";

    /// <summary>Opens the pictures that lie beside the vectors; null where there are none.</summary>
    public Func<IThumbnails>? Pictures { get; init; }

    /// <summary>The neighbours of all samples, where the data has them; null where they have to be searched.</summary>
    public DatasetNeighbours? Neighbours { get; init; }

    /// <summary>The image file that each vector was made of, if the data lists them; some may no longer exist.</summary>
    public IReadOnlyList<string>? Files { get; init; }

    /// <summary>
    /// The name of the model that made the vectors, if a text column "model" has the same value for all samples; else null.
    /// </summary>
    public string? MadeBy =>
        Columns.OfType<TextColumn>().FirstOrDefault(column => column.Name == "model") is { Count: > 0, Values: var names }
        && names.All(name => name == names[0])
            ? names[0]
            : null;

    public override IReadOnlyList<string>? Paths => Files;

    public override IThumbnails? OpenThumbnails() => Pictures?.Invoke() ?? (Files is { } files ? new FolderThumbnails(files) : null);

    protected override Dataset Picked(IReadOnlyList<int> samples) =>
        this with
        {
            Embedding = Embedding.Pick(samples),
            Neighbours = null,
            Files = Files is { } files ? [.. samples.Select(sample => files[sample])] : null,
            Pictures = Pictures is { } pictures ? () => new PickedThumbnails(pictures(), samples) : null,
        };
}

/// <summary>n positions in 2 or 3 dimensions.</summary>
public sealed record LayoutDataset(string Name, Layout Layout, SampleLabels? Labels) : Dataset(Name, Labels)
{
    public override int Count => Layout.Count;

    public override string Shape => $"({Layout.Count}, {Layout.Dims})";

    /// <summary>The data that the layout was made of, where its side file names it and it has not changed; else null.</summary>
    public Dataset? Of { get; init; }

    /// <summary>The model that made the vectors of that data, or null.</summary>
    public string? ModelPath { get; init; }

    public override IReadOnlyList<string>? Paths => Of?.Paths;

    public override IThumbnails? OpenThumbnails() => Of?.OpenThumbnails();

    protected override Dataset Picked(IReadOnlyList<int> samples) => this with { Layout = Layout.Pick(samples), Of = Of?.Pick(samples) };
}
