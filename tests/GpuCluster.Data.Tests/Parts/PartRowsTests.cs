using CsCheck;
using GpuCluster.Data.Parts;

namespace GpuCluster.Data.Tests.Parts;

/// <summary>Rows that are wanted, read from a part of a job.</summary>
public sealed class PartRowsTests : IDisposable
{
    private const int Rows = 3_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // From rows of which a block has all to rows of which it has none but one; gaps from none to longer than what is read along.
    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(2_000)]
    [InlineData(300_000)]
    public void Some_rows_are_those_that_single_reads_give(int columns)
    {
        int rows = Math.Min(Rows, 3_000_000 / columns);
        float[] all = new float[rows * columns];
        for (int i = 0; i < all.Length; i++)
            all[i] = i;
        string path = _folder.File($"{columns}.npy");
        PartFile.Write<float>(path, columns, all, CancellationToken.None);
        using PartRows<float> part = new(path);

        Gen.Int[1, Math.Max(1, rows / 5)]
            .SelectMany(step => Gen.Int[1, step].Array[0, Math.Min(rows, 200)])
            .Select(steps => Places(steps, rows))
            .Sample(
                places =>
                {
                    float[] some = new float[places.Length * columns];
                    part.Read(places, some);
                    float[] single = new float[columns];
                    for (int i = 0; i < places.Length; i++)
                    {
                        part.Read(places[i], single);
                        if (!some.AsSpan(i * columns, columns).SequenceEqual(single))
                            return false;
                    }

                    return true;
                },
                iter: 100
            );
    }

    private static int[] Places(int[] steps, int rows)
    {
        List<int> places = [];
        int at = -1;
        foreach (int step in steps)
        {
            at += step;
            if (at >= rows)
                break;
            places.Add(at);
        }

        return [.. places];
    }
}
