using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Images;
using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Readers;

/// <summary>
/// Image files decoded to small pictures, or looked at as far as their headers, on all cores. Files that cannot be decoded are left out and
/// named in a warning, so that one bad photo does not stop a run.
/// </summary>
/// <param name="Pixels">m x <see cref="SmallImage.Bytes"/> bytes, of the m files that were decoded; empty where only headers were
/// read.</param>
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
        int size = options.DecodesLate ? 0 : SmallImage.Bytes;
        byte[] pixels = HostMemory.Allocate<byte>((long)max * size, source);
        List<int> kept = [];
        List<SkippedFile> bad = [];
        ImageDecoder decoder = new(sources);
        // Bad files do not count towards the limit, so further rounds read replacements.
        for (int next = 0; kept.Count < max && next < files.Count; )
        {
            int first = next,
                place = kept.Count;
            int count = Math.Min(max - place, files.Count - first);
            Memory<byte> into = pixels.AsMemory(place * size, count * size);
            string?[] reasons = ReadRound(decoder, files, first, count, into, options, cancellation);
            for (int i = 0; i < count; i++)
            {
                if (reasons[i] is { } reason)
                {
                    bad.Add(new SkippedFile(nameOf(first + i), reason));
                    continue;
                }

                pixels.AsSpan((place + i) * size, size).CopyTo(pixels.AsSpan(kept.Count * size));
                kept.Add(first + i);
            }

            next += count;
        }

        string listed = Listing.Of([.. bad.Select(file => $"{file.Path} ({file.Reason})")]);
        if (kept.Count == 0)
            throw new UnusableInputException($"{source}: none of its {bad.Count} images can be decoded: {listed}; check the files");
        string? warning =
            bad.Count > 0 ? $"{source}: {bad.Count} of {kept.Count + bad.Count} images cannot be decoded and are left out: {listed}" : null;
        return new DecodedImages(pixels.AsMemory(0, kept.Count * size), kept, bad, warning);
    }

    // Decodes each file into its place, or stores the reason why it failed. Of headers alone, one that is not whole or not of a common
    // format is decoded to find out.
    private static string?[] ReadRound(
        ImageDecoder decoder,
        IReadOnlyList<string> files,
        int first,
        int count,
        Memory<byte> pixels,
        DatasetOptions options,
        CancellationToken cancellation
    )
    {
        string?[] reasons = new string?[count];
        int done = 0;
        Parallel.For(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            i =>
            {
                bool isKnown = options.DecodesLate && decoder.HasWholeHeader(files[first + i]);
                if (
                    !isKnown
                    && decoder.TryDecode(files[first + i], ImageGround.White, SmallImage.Edge, out DecodedImage? image, out reasons[i])
                )
                {
                    if (!pixels.IsEmpty)
                        SmallImage.Write(image, pixels.Span.Slice(i * SmallImage.Bytes, SmallImage.Bytes));
                }

                options.Progress?.Invoke(Interlocked.Increment(ref done) / (double)count);
            }
        );
        return reasons;
    }
}
