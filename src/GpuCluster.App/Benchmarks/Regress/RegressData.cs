using System.Globalization;
using System.Text.RegularExpressions;
using GpuCluster.App.CommandLine;
using GpuCluster.Core.Layouts;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;

namespace GpuCluster.App.Benchmarks.Regress;

/// <summary>
/// A folder with the data of `bench regress`, removed afterwards. Vectors are made up, the same every time: 60 clusters, each a
/// 6-dimensional sheet with a little noise, so that neighbours are those of real vectors: few directions matter.
/// </summary>
internal sealed partial class RegressData : IDisposable
{
    private const int Clusters = 60;
    private const int Sheet = 6;
    private const ulong Seed = 17;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-regress-");

    /// <summary>The command line of a row, whose data is made first.</summary>
    public string[] ArgumentsOf(RegressRow row, CancellationToken cancellation) =>
        [.. Words().Matches(row.Arguments).Select(word => Resolve(word.Value, cancellation))];

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    [GeneratedRegex(@"\{[^}]*\}\S*|\S+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"^\{(?<n>\d+) x (?<d>\d+)\}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Shape();

    private string Resolve(string word, CancellationToken cancellation) =>
        Shape().Match(word) is { Success: true } shape
            ? Vectors(
                int.Parse(shape.Groups["n"].ValueSpan, CultureInfo.InvariantCulture),
                int.Parse(shape.Groups["d"].ValueSpan, CultureInfo.InvariantCulture),
                cancellation
            )
            : word.Replace("{DIGITS}", BundledAssets.Digits(), StringComparison.Ordinal)
                .Replace("{OUT}", Path.Combine(_folder.FullName, "out"), StringComparison.Ordinal);

    private string Vectors(int n, int d, CancellationToken cancellation)
    {
        string path = Path.Combine(_folder.FullName, $"{n}x{d}.npy");
        if (File.Exists(path))
            return path;
        float[] sheets = new float[Clusters * (Sheet + 1) * d];
        Fill(sheets, CounterRandom.Key(Seed, 0, 0));
        float[] values = new float[n * d];
        Parallel.For(
            0,
            n,
            new ParallelOptions { CancellationToken = cancellation },
            row =>
            {
                uint key = CounterRandom.Key(Seed, 1, (uint)row);
                int cluster = CounterRandom.Index(CounterRandom.Bits(key, 0), Clusters);
                Span<float> to = values.AsSpan(row * d, d);
                Fill(to, CounterRandom.Key(Seed, 2, (uint)row));
                for (int feature = 0; feature < d; feature++)
                    to[feature] = (0.1f * to[feature]) + (2 * sheets[(cluster * (Sheet + 1) * d) + feature]);
                for (int axis = 1; axis <= Sheet; axis++)
                {
                    float along = CounterRandom.Symmetric(CounterRandom.Bits(key, (uint)axis));
                    for (int feature = 0; feature < d; feature++)
                        to[feature] += along * sheets[(((cluster * (Sheet + 1)) + axis) * d) + feature];
                }
            }
        );
        AtomicFile.Write(path, stream => NpyWriter.Write(stream, n, d, values), cancellation);
        return path;
    }

    private static void Fill(Span<float> values, uint key)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = CounterRandom.Symmetric(CounterRandom.Bits(key, (uint)i));
    }
}
