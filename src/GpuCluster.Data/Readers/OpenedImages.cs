using GpuCluster.Core.Errors;
using GpuCluster.Core.Progress;
using GpuCluster.Data.Images;
using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Readers;

/// <summary>
/// Image files looked at as far as their headers, on all cores. Nothing is decoded. Files without a whole header are left out and named in
/// a warning, so that one bad photo does not stop a run.
/// </summary>
/// <param name="Kept">The files that are images, ascending.</param>
/// <param name="Skipped">What was left out.</param>
/// <param name="Warning">The same in a sentence, or null.</param>
internal sealed record OpenedImages(IReadOnlyList<int> Kept, IReadOnlyList<SkippedFile> Skipped, string? Warning)
{
    /// <summary>Looks at files until there are as many images as are wanted.</summary>
    /// <param name="source">The folder or list of the files, for messages.</param>
    /// <param name="files">Their paths.</param>
    /// <param name="nameOf">A file's short name in messages, with its row if it has one.</param>
    /// <param name="sources">Opens archives.</param>
    /// <param name="options">The limit, and the receiver of progress.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="UnusableInputException">None is an image.</exception>
    public static OpenedImages Find(
        string source,
        IReadOnlyList<string> files,
        Func<int, string> nameOf,
        SourceFiles sources,
        DatasetOptions options,
        CancellationToken cancellation
    )
    {
        int max = Math.Min(options.Limit ?? int.MaxValue, files.Count);
        List<int> kept = new(max);
        List<SkippedFile> bad = [];
        ImageDecoder decoder = new(sources);
        // Bad files do not count towards the limit, so further rounds read replacements.
        for (int next = 0; kept.Count < max && next < files.Count; )
        {
            int first = next,
                count = Math.Min(max - kept.Count, files.Count - first);
            string?[] reasons = ReadRound(decoder, files, first, count, options, cancellation);
            for (int i = 0; i < count; i++)
            {
                if (reasons[i] is { } reason)
                    bad.Add(new SkippedFile(nameOf(first + i), reason));
                else
                    kept.Add(first + i);
            }

            next += count;
        }

        string listed = Listing.Of([.. bad.Select(file => $"{file.Path} ({file.Reason})")]);
        if (kept.Count == 0)
        {
            throw new UnusableInputException(
                $"{source}: none of its {Counted.Of(bad.Count, "image")} can be decoded: {listed}; check the files"
            );
        }

        string? warning =
            bad.Count > 0
                ? $"{source}: {bad.Count} of {Counted.Of(kept.Count + bad.Count, "image")} cannot be decoded and are left out: {listed}"
                : null;
        return new OpenedImages(kept, bad, warning);
    }

    // The reason why each file is no image, or null.
    private static string?[] ReadRound(
        ImageDecoder decoder,
        IReadOnlyList<string> files,
        int first,
        int count,
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
                reasons[i] = decoder.WhyNoHeader(files[first + i]);
                options.Progress?.Invoke(Interlocked.Increment(ref done) / (double)count);
            }
        );
        return reasons;
    }
}
