using System.Security.Cryptography;
using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Sources;

/// <summary>Finds files, or entries of archives, of equal content. Only files of equal length are read, through SHA-256.</summary>
public static class EqualFiles
{
    /// <summary>For each file the first file of equal content, which may be itself. A missing or unreadable file equals no other.</summary>
    /// <param name="paths">n files, or ARCHIVE!ENTRY.</param>
    /// <param name="progress">Receives the share of the files read, from any thread.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>Length n: indices into <paramref name="paths"/>.</returns>
    public static int[] FirstOf(IReadOnlyList<string> paths, Action<double> progress, CancellationToken cancellation)
    {
        SourceFiles sources = new();
        int[] first = [.. Enumerable.Range(0, paths.Count)];
        int[] alike =
        [
            .. first
                .GroupBy(file => LengthOf(sources, paths[file]))
                .Where(group => group.Key >= 0 && group.Count() > 1)
                .SelectMany(group => group),
        ];
        string?[] hashes = new string?[alike.Length];
        int done = 0;
        Parallel.For(
            0,
            alike.Length,
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation },
            i =>
            {
                hashes[i] = HashOf(sources, paths[alike[i]]);
                progress(Interlocked.Increment(ref done) / (double)alike.Length);
            }
        );
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach ((int file, string? hash) in alike.Zip(hashes).OrderBy(pair => pair.First))
        {
            if (hash is not null && !seen.TryAdd(hash, file))
                first[file] = seen[hash];
        }

        return first;
    }

    private static long LengthOf(SourceFiles sources, string path)
    {
        try
        {
            return sources.LengthOf(path);
        }
        catch (UnusableInputException)
        {
            return -1;
        }
    }

    private static string? HashOf(SourceFiles sources, string path)
    {
        try
        {
            byte[] hash = new byte[SHA256.HashSizeInBytes];
            sources.Hash(path, hash);
            return Convert.ToHexString(hash);
        }
        catch (Exception e) when (e is IOException or UnusableInputException)
        {
            return null;
        }
    }
}
