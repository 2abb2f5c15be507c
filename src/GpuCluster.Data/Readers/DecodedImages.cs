using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Images;
using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Readers;

/// <summary>
/// Image files decoded to small pictures, on all cores. Files that cannot be decoded are left out and named in a warning, so that one bad
/// photo does not stop a run.
/// </summary>
/// <param name="Pixels">m x <see cref="SmallImage.Bytes"/> bytes, of the m files that were decoded.</param>
/// <param name="Kept">Which files these are, ascending.</param>
/// <param name="Skipped">What was left out.</param>
/// <param name="Warning">The same in a sentence, or null.</param>
internal sealed record DecodedImages(
    ReadOnlyMemory<byte> Pixels,
    IReadOnlyList<int> Kept,
    IReadOnlyList<SkippedFile> Skipped,
    string? Warning
)
{
    /// <summary>Decodes files until there are as many as are wanted.</summary>
    /// <param name="source">The folder or list of the files, for messages.</param>
    /// <param name="files">Their paths.</param>
    /// <param name="nameOf">A file's short name in messages, with its row if it has one.</param>
    /// <param name="sources">Opens archives.</param>
    /// <param name="options">The limit, and the receiver of progress.</param>
    /// <param name="cancellation">Ends the decoding.</param>
    /// <exception cref="UnusableInputException">None can be decoded.</exception>
    public static DecodedImages Read(
        string source,
        IReadOnlyList<string> files,
        Func<int, string> nameOf,
        SourceFiles sources,
        DatasetOptions options,
        CancellationToken cancellation
    )
    {
        int max = Math.Min(options.Limit ?? int.MaxValue, files.Count);
        byte[] pixels = HostMemory.Allocate<byte>((long)max * SmallImage.Bytes, source);
        List<int> kept = [];
        List<SkippedFile> bad = [];
        ImageDecoder decoder = new(sources);
        // Bad files do not count towards the limit, so further rounds read replacements.
        for (int next = 0; kept.Count < max && next < files.Count; )
        {
            int first = next,
                place = kept.Count;
            int count = Math.Min(max - place, files.Count - first);
            string?[] reasons = ReadRound(
                decoder,
                files,
                first,
                pixels.AsMemory(place * SmallImage.Bytes, count * SmallImage.Bytes),
                options.Progress,
                cancellation
            );
            for (int i = 0; i < count; i++)
            {
                if (reasons[i] is { } reason)
                {
                    bad.Add(new SkippedFile(nameOf(first + i), reason));
                    continue;
                }

                pixels.AsSpan((place + i) * SmallImage.Bytes, SmallImage.Bytes).CopyTo(pixels.AsSpan(kept.Count * SmallImage.Bytes));
                kept.Add(first + i);
            }

            next += count;
        }

        string listed = Listing.Of([.. bad.Select(file => $"{file.Path} ({file.Reason})")]);
        if (kept.Count == 0)
            throw new UnusableInputException($"{source}: none of its {bad.Count} images can be decoded: {listed}; check the files");
        string? warning =
            bad.Count > 0 ? $"{source}: {bad.Count} of {kept.Count + bad.Count} images cannot be decoded and are left out: {listed}" : null;
        return new DecodedImages(pixels.AsMemory(0, kept.Count * SmallImage.Bytes), kept, bad, warning);
    }

    // Decodes each file into its place, or stores the reason why it failed.
    private static string?[] ReadRound(
        ImageDecoder decoder,
        IReadOnlyList<string> files,
        int first,
        Memory<byte> pixels,
        Action<double>? progress,
        CancellationToken cancellation
    )
    {
        string?[] reasons = new string?[pixels.Length / SmallImage.Bytes];
        int done = 0;
        Parallel.For(
            0,
            reasons.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            i =>
            {
                if (decoder.TryDecode(files[first + i], ImageGround.White, SmallImage.Edge, out DecodedImage? image, out reasons[i]))
                    SmallImage.Write(image, pixels.Span.Slice(i * SmallImage.Bytes, SmallImage.Bytes));
                progress?.Invoke(Interlocked.Increment(ref done) / (double)reasons.Length);
            }
        );
        return reasons;
    }
}
