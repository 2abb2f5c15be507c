using System.Diagnostics;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Core.Samples;
using GpuCluster.Data;
using GpuCluster.Data.Images;
using GpuCluster.Data.Readers;
using GpuCluster.Data.Sources;
using GpuCluster.Embedding;
using GpuCluster.Embedding.Images;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Pipeline.Vectors;

/// <summary>The first two stages of every run: files to samples, samples to vectors.</summary>
public static class DatasetStage
{
    /// <summary>Reads a data set: IDX, a folder or a list of images, .npy, .npz or .parquet.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How it is read; <see cref="DatasetOptions.Progress"/> is replaced.</param>
    /// <param name="progress">Receives the stage, a warning for each fault that left samples out, and a note for each decision.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <returns>n samples, 1 or more.</returns>
    /// <exception cref="UnusableInputException">The data is absent, damaged, empty, or of a kind that is not read.</exception>
    /// <exception cref="MachineFaultException">The disk fails, or the memory does not suffice.</exception>
    public static Dataset Load(string path, DatasetOptions options, IStageProgress progress, CancellationToken cancellation)
    {
        progress.Begin(StageNames.Load, Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
        Dataset dataset = DatasetReader.Read(path, options with { Progress = progress.Report }, cancellation);
        foreach (string warning in dataset.Warnings)
            progress.Warn(warning);

        foreach (DatasetNote note in dataset.Notes)
            progress.Note(note.Message, note.Remedies);

        return dataset;
    }

    /// <summary>
    /// The vectors of a data set by a model. Without a model, and where the data holds vectors or positions already, those of
    /// <see cref="Embed(Dataset, int, IStageProgress, CancellationToken)"/>: the model then serves for texts alone.
    /// </summary>
    /// <param name="dataset">n samples.</param>
    /// <param name="settings">The model, its device and the threads.</param>
    /// <param name="progress">Receives the stage and warnings, one of them for the samples that can have no vector.</param>
    /// <param name="cancellation">Stops the work; vectors made so far stay in the user's cache.</param>
    /// <returns>The samples that have a vector, and the vectors. Those of a model have length 1.</returns>
    /// <exception cref="UnusableInputException">The model or every image cannot be used.</exception>
    /// <exception cref="MachineFaultException">A device that was asked for cannot run the model.</exception>
    public static SampleVectors Embed(Dataset dataset, EmbeddingSettings settings, IStageProgress progress, CancellationToken cancellation)
    {
        if (settings.Model is not { } model || dataset is LayoutDataset or EmbeddingDataset)
            return Embed(dataset, settings.Threads, progress, cancellation);
        (EmbeddedImages embedded, string device) = EmbeddingRun.Embed(dataset, model, settings, progress, cancellation);
        return Found(dataset, embedded, "embedded", progress) with { Device = device };
    }

    /// <summary>
    /// The vectors of a data set without a model: its own; for grey images the brightness of each pixel, 0 to 1; for photos 32 x 32 RGB
    /// with the mean taken off, at length 1; for a finished layout its positions.
    /// </summary>
    /// <param name="dataset">n samples.</param>
    /// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
    /// <param name="progress">Receives the stage, and a warning for the photos that cannot be decoded.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The samples that have a vector, and the vectors.</returns>
    /// <exception cref="UnusableInputException">No photo can be decoded.</exception>
    public static SampleVectors Embed(Dataset dataset, int threads, IStageProgress progress, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        switch (dataset)
        {
            case EmbeddingDataset ready:
                return new SampleVectors(dataset, ready.Embedding);
            case LayoutDataset { Layout: var layout }:
                return new SampleVectors(dataset, new EmbeddingMatrix(layout.Count, layout.Dims, layout.Values));
            case ImageDataset { Images: var images }:
                progress.Begin(StageNames.Embed, $"{dataset.Shape} to ({images.Count}, {images.ImageBytes})");
                EmbeddingMatrix brightness = PixelEmbedder.Embed(images, threads, progress, cancellation);
                return new SampleVectors(dataset, brightness) { Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds };
            case ImageFileDataset photos:
                progress.Begin(StageNames.Embed, $"{dataset.Shape} to ({photos.Count}, {SmallImage.Bytes})");
                return Found(dataset, Pixels(photos, threads, progress, cancellation), "decoded", progress);
            default:
                throw new InvalidOperationException($"no vectors come from {dataset.GetType().Name}");
        }
    }

    /// <summary>
    /// Vectors for samples whose positions are known, one for each: a picture that can no longer be embedded has zeros, with a warning.
    /// </summary>
    /// <returns>n x d values.</returns>
    /// <inheritdoc cref="Embed(Dataset, EmbeddingSettings, IStageProgress, CancellationToken)"/>
    public static EmbeddingMatrix EmbedAll(
        Dataset dataset,
        EmbeddingSettings settings,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        SampleVectors found = Embed(dataset, settings, progress, cancellation);
        if (found.Dataset.Count == dataset.Count)
            return found.Vectors;
        EmbeddingBuffer all = new(dataset.Count, found.Vectors.Columns);
        for (int sample = 0; sample < found.Dataset.Count; sample++)
        {
            if (dataset.Rows.SampleAt(found.Dataset.Rows.RowOf(sample)) is { } place)
                found.Vectors.Row(sample).CopyTo(all.Row(place));
        }

        return all.Take();
    }

    /// <summary>Decodes photos to 32 x 32 pixels, to compare them by their look.</summary>
    /// <param name="photos">n photos.</param>
    /// <param name="threads">Threads at most, 1 or more. The result does not depend on it.</param>
    /// <param name="progress">Receives the stage, and a warning for the photos that cannot be decoded.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The photos that can be decoded, and of each 32 x 32 x 3 bytes, R G B on white. The photos keep these
    /// (<see cref="ImageFileDataset.Reduced"/>).</returns>
    /// <exception cref="UnusableInputException">No photo can be decoded.</exception>
    public static (Dataset Photos, ReadOnlyMemory<byte>[] Pixels) Reduce(
        ImageFileDataset photos,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        (ReadOnlyMemory<byte>[] pixels, string?[] reasons) = Decode(photos, threads, progress, cancellation);
        int[] kept = [.. Enumerable.Range(0, photos.Count).Where(photo => reasons[photo] is null)];
        (Dataset whole, _) = Without(photos with { Reduced = pixels }, reasons, kept, "decoded", progress);
        return (whole, [.. kept.Select(photo => pixels[photo])]);
    }

    /// <summary>The same for photos that were decoded before: one that can no longer be decoded is white.</summary>
    /// <inheritdoc cref="Reduce"/>
    /// <returns>32 x 32 x 3 bytes of each photo, R G B on white.</returns>
    public static ReadOnlyMemory<byte>[] ReduceAll(
        ImageFileDataset photos,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    ) => Decode(photos, threads, progress, cancellation).Pixels;

    private static (ReadOnlyMemory<byte>[] Pixels, string?[] Reasons) Decode(
        ImageFileDataset photos,
        int threads,
        IStageProgress progress,
        CancellationToken cancellation
    )
    {
        if (photos.Reduced is { } reduced)
            return ([.. reduced], new string?[photos.Count]);
        progress.Begin(StageNames.Decode, $"{photos.Count} photos to {SmallImage.Edge} x {SmallImage.Edge}");
        IImageSource images = photos.OpenImages();
        ReadOnlyMemory<byte>[] pixels = new ReadOnlyMemory<byte>[photos.Count];
        string?[] reasons = new string?[photos.Count];
        int done = 0;
        Parallel.For(
            0,
            photos.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation },
            photo =>
            {
                byte[] rgb = new byte[SmallImage.Bytes];
                using IImageContent content = images.Open(photo);
                if (content.TryDecode(SmallImage.Edge, out DecodedImage? picture, out reasons[photo]))
                {
                    progress.Decoded(picture);
                    SmallImage.Write(picture, rgb);
                }
                else
                {
                    Array.Fill(rgb, byte.MaxValue);
                }

                pixels[photo] = rgb;
                progress.Report(Interlocked.Increment(ref done) / (double)photos.Count);
            }
        );
        return (pixels, reasons);
    }

    private static EmbeddedImages Pixels(ImageFileDataset photos, int threads, IStageProgress progress, CancellationToken cancellation) =>
        photos.Reduced is { } reduced
            ? CentredPixelEmbedder.Embed(reduced, SmallImage.Bytes, threads, progress, cancellation)
            : CentredPixelEmbedder.Embed(
                photos.OpenImages(),
                SmallImage.Edge,
                SmallImage.Bytes,
                SmallImage.Write,
                threads,
                progress,
                cancellation
            );

    private static SampleVectors Found(Dataset dataset, EmbeddedImages embedded, string done, IStageProgress progress)
    {
        (Dataset kept, SkippedFile[] failed) = Without(dataset, embedded.Reasons, embedded.Kept, done, progress);
        return new SampleVectors(kept, embedded.Vectors)
        {
            Failed = failed,
            Computed = embedded.Computed,
            Seconds = embedded.Seconds,
        };
    }

    // What cannot be embedded is no sample: it has no vector and no point.
    private static (Dataset Kept, SkippedFile[] Failed) Without(
        Dataset dataset,
        IReadOnlyList<string?> reasons,
        IReadOnlyList<int> whole,
        string done,
        IStageProgress progress
    )
    {
        IImageSource pictures = dataset.OpenImages()!;
        string NameOf(int sample) => dataset is ImageFileDataset photos ? photos.NameInRoot(sample) : pictures.NameOf(sample);
        SkippedFile[] failed =
        [
            .. reasons.Index().Where(each => each.Item is not null).Select(each => new SkippedFile(NameOf(each.Index), each.Item!)),
        ];
        string listed = Listing.Of([.. failed.Select(file => $"{file.Path} ({file.Reason})")]);
        if (failed.Length == dataset.Count)
        {
            throw new UnusableInputException(
                done == "decoded"
                    ? $"{dataset.Name}: none of its {Counted.Of(failed.Length, "image")} can be decoded: {listed}; check the files"
                    : $"{dataset.Name}: the model could embed none of its images ({failed[0].Reason}); check model and images"
            );
        }

        if (failed.Length > 0)
        {
            progress.Warn(
                $"{dataset.Name}: {failed.Length} of {Counted.Of(dataset.Count, "image")} cannot be {done} and are left "
                    + "out (the others keep their row "
                    + $"numbers): {listed}"
            );
        }

        Dataset kept = dataset.Pick(whole);
        return (kept with { Skipped = [.. kept.Skipped, .. failed] }, failed);
    }
}
