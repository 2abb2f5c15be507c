using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Pictures;

/// <summary>
/// A folder of image files as a data set. The first sub-folder on a file's way is its class. Files that cannot be decoded are left out and named in a warning: one bad
/// photo among thousands stops nothing.
/// </summary>
internal static class ImageFolder
{
    /// <summary>Files named in a warning.</summary>
    private const int MostNames = 3;

    /// <summary>Decodes every image, on all cores.</summary>
    /// <exception cref="UnusableInputException">No image lies there, or none can be decoded.</exception>
    public static PictureDataset Read(string folder, DatasetOptions options, CancellationToken cancellation)
    {
        ImageFiles files = ImageFiles.Find(folder, cancellation);
        if (files.Paths.Count == 0)
        {
            throw new UnusableInputException(
                $"{folder}: holds no images; it should have .png, .jpg, .bmp, .gif, .tga or .webp files, in sub-folders by class where there are classes, or IDX files (train-images-idx3-ubyte or t10k-images-idx3-ubyte, plain or .gz)");
        }

        int most = Math.Min(options.Limit ?? int.MaxValue, files.Paths.Count);
        byte[] pixels = HostMemory.Allocate<byte>((long)most * SmallPicture.Bytes, folder);
        List<int> kept = [];
        List<SkippedFile> bad = [];
        PictureDecoder decoder = new();
        // Bad files do not count towards the limit, so what they leave free is read for in another round.
        for (int next = 0; kept.Count < most && next < files.Paths.Count;)
        {
            int first = next, place = kept.Count;
            int count = Math.Min(most - place, files.Paths.Count - first);
            string?[] reasons = ReadRound(decoder, folder, files.Paths, first, pixels.AsMemory(place * SmallPicture.Bytes, count * SmallPicture.Bytes), options.Progress, cancellation);
            for (int i = 0; i < count; i++)
            {
                if (reasons[i] is { } reason)
                {
                    bad.Add(new SkippedFile(files.Paths[first + i], reason));
                    continue;
                }

                pixels.AsSpan((place + i) * SmallPicture.Bytes, SmallPicture.Bytes).CopyTo(pixels.AsSpan(kept.Count * SmallPicture.Bytes));
                kept.Add(first + i);
            }

            next += count;
        }

        if (kept.Count == 0) throw new UnusableInputException($"{folder}: none of its {bad.Count} images can be decoded: {Listed([.. bad.Select(file => $"{file.Path} ({file.Reason})")])}; check the files");
        SampleLabels? labels = options.LabelsPath is { } path ? Picked(DatasetReader.ReadLabels(path, files.Paths.Count), kept) : LabelsOf(kept.Select(i => files.Paths[i]));
        List<string> warnings = [];
        if (bad.Count > 0) warnings.Add($"{folder}: {bad.Count} of {kept.Count + bad.Count} images cannot be decoded and are left out: {Listed([.. bad.Select(file => $"{file.Path} ({file.Reason})")])}");
        if (files.ClosedFolders.Count > 0) warnings.Add($"{folder}: {files.ClosedFolders.Count} folders may not be read and are left out: {Listed(files.ClosedFolders)}");
        return new PictureDataset(InputFile.NameOf(folder), [.. kept.Select(i => Path.Combine(folder, files.Paths[i]))], pixels.AsMemory(0, kept.Count * SmallPicture.Bytes), labels) { Warnings = warnings, Skipped = bad };
    }

    // Fills one place for each file; a reason where there is none to fill it with.
    private static string?[] ReadRound(PictureDecoder decoder, string folder, IReadOnlyList<string> paths, int first, Memory<byte> pixels, Action<double>? progress, CancellationToken cancellation)
    {
        string?[] reasons = new string?[pixels.Length / SmallPicture.Bytes];
        int done = 0;
        Parallel.For(0, reasons.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation }, i =>
        {
            if (decoder.TryDecode(Path.Combine(folder, paths[first + i]), PictureGround.White, SmallPicture.Edge, out DecodedPicture? picture, out reasons[i]))
                SmallPicture.Write(picture, pixels.Span.Slice(i * SmallPicture.Bytes, SmallPicture.Bytes));
            progress?.Invoke(Interlocked.Increment(ref done) / (double)reasons.Length);
        });
        return reasons;
    }

    private static SampleLabels? LabelsOf(IEnumerable<string> paths)
    {
        string[] folders = [.. paths.Select(path => path.IndexOf(Path.DirectorySeparatorChar, StringComparison.Ordinal) is > 0 and var end ? path[..end] : "")];
        return Array.TrueForAll(folders, folder => folder.Length == 0) ? null : LabelClasses.FromTexts(folders);
    }

    private static SampleLabels Picked(SampleLabels labels, List<int> rows) => labels with { ClassOf = [.. rows.Select(row => labels.ClassOf[row])] };

    private static string Listed(IReadOnlyList<string> names) => string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? ", …" : "");
}
