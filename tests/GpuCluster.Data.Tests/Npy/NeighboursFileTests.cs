using CsCheck;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Graphs;
using GpuCluster.Data.Npy;
using GpuCluster.Testing;

namespace GpuCluster.Data.Tests.Npy;

/// <summary>Neighbours that another program found.</summary>
public sealed class NeighboursFileTests : IDisposable
{
    private static readonly int[] Indices = [0, 1, 2, 1, 0, 2, 2, 1, 0];
    private static readonly float[] Distances = [0, 1, 3, 0, 1, 2, 0, 2, 3];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_read_whatever_the_types_and_names()
    {
        string narrow = Write(
            "邻居.npz",
            NpzBytes.Of(("indices", NpzBytes.Matrix<int>("<i4", 3, Indices)), ("distances", NpzBytes.Matrix<float>("<f4", 3, Distances)))
        );
        string wide = Write(
            "wide.npz",
            NpzBytes.Of(
                ("arr_0", NpzBytes.Matrix<long>("<i8", 3, Array.ConvertAll(Indices, index => (long)index))),
                ("arr_1", NpzBytes.Matrix<double>("<f8", 3, Array.ConvertAll(Distances, distance => (double)distance)))
            )
        );

        foreach (string path in new[] { narrow, wide })
        {
            KnnGraph knn = NeighboursFile.Read(path, 3, TestContext.Current.CancellationToken);
            Assert.Equal(3, knn.K);
            Assert.Equal(Indices, knn.Neighbours);
            Assert.Equal(Distances, knn.Distances);
        }
    }

    [Fact]
    public void Among_equal_samples_the_sample_itself_is_put_first()
    {
        string path = Write(
            "x.npz",
            NpzBytes.Of(
                ("indices", NpzBytes.Matrix<int>("<i4", 3, [1, 0, 2, 0, 1, 2, 2, 0, 1])),
                ("distances", NpzBytes.Matrix<float>("<f4", 3, [0, 0, 1, 0, 0, 1, 0, 1, 1]))
            )
        );

        Assert.Equal([0, 1, 2, 1, 0, 2, 2, 0, 1], NeighboursFile.Read(path, 3, TestContext.Current.CancellationToken).Neighbours);
    }

    [Theory]
    [InlineData(5, -1, 0f, "row 1", "neighbour 2 is no sample", "0 to 2")]
    [InlineData(8, 3, 0f, "row 2", "neighbour 2 is no sample")]
    [InlineData(4, 2, 0f, "row 1", "neighbour 2 occurs twice")]
    [InlineData(3, 1, float.NaN, "row 1", "distance 0 is NaN")]
    [InlineData(8, 0, float.PositiveInfinity, "row 2", "distance 2 is ")]
    [InlineData(4, 0, -1f, "row 1", "distance 1 is -1")]
    [InlineData(8, 0, 1f, "row 2", "distance 2 is 1 after 2", "argsort")]
    [InlineData(0, 0, 0.5f, "row 0", "distance 0.5 from itself")]
    public void A_row_that_cannot_be_is_named(int at, int index, float distance, params string[] parts)
    {
        int[] indices = [.. Indices];
        float[] distances = [.. Distances];
        (indices[at], distances[at]) = (index, distance);

        Refused(
            NpzBytes.Of(("indices", NpzBytes.Matrix<int>("<i4", 3, indices)), ("distances", NpzBytes.Matrix<float>("<f4", 3, distances))),
            3,
            parts
        );
    }

    [Theory]
    [InlineData("sklearn")]
    [InlineData("sklearn-without")]
    [InlineData("sklearn-positional")]
    [InlineData("faiss")]
    [InlineData("faiss-l2")]
    [InlineData("hnswlib")]
    [InlineData("pynndescent")]
    [InlineData("umap")]
    public void What_other_programs_find_is_read(string program)
    {
        KnnGraph knn = NeighboursFile.Read(
            Path.Combine(AppContext.BaseDirectory, "fixtures", "neighbours", $"{program}.npz"),
            12,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(4, knn.K);
        for (int row = 0; row < 12; row++)
        {
            // The points lie on a line at i * i / 10 + 50, but for 3 copies of the first.
            double At(int sample) => sample >= 9 ? 50 : 50 + (sample * sample / 10.0);
            int[] found = knn.Neighbours[(row * 4)..][..4];
            float[] distances = knn.Distances[(row * 4)..][..4];
            Assert.Equal((row, 0f), (found[0], distances[0]));
            Assert.Equal(4, found.Distinct().Count());
            double[] nearest =
            [
                .. Enumerable.Range(0, 12).Where(other => other != row).Select(other => Math.Abs(At(other) - At(row))).Order(),
            ];
            for (int j = 1; j < 4; j++)
                Assert.Equal(nearest[j - 1], Math.Abs(At(found[j]) - At(row)), 2e-3);
        }
    }

    [Fact]
    public void A_sample_that_is_missing_in_some_rows_is_put_first()
    {
        string path = Write(
            "x.npz",
            NpzBytes.Of(
                ("indices", NpzBytes.Matrix<int>("<i4", 2, [1, 2, 1, 0, 2, 0])),
                ("distances", NpzBytes.Matrix<float>("<f4", 2, [0, 1, 0, 0, 0, 1]))
            )
        );

        KnnGraph knn = NeighboursFile.Read(path, 3, TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 1, 0, 2, 0], knn.Neighbours);
        Assert.Equal([0, 0, 0, 0, 0, 1], knn.Distances);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        byte[] indices = NpzBytes.Matrix<int>("<i4", 3, Indices),
            distances = NpzBytes.Matrix<float>("<f4", 3, Distances);

        Refused(NpzBytes.Of(("indices", indices), ("distances", distances)), 4, "neighbours of 3 samples, and the data has 4");
        Refused(
            NpzBytes.Of(("indices", indices), ("distances", NpzBytes.Matrix<float>("<f4", 2, new float[6]))),
            3,
            "3 neighbours and 2 distances"
        );
        Refused(NpzBytes.Of(("indices", indices)), 3, "no array 'distances'", "numpy.savez");
        Refused(
            NpzBytes.Of(("indices", NpzBytes.Matrix<float>("<f4", 3, Distances)), ("distances", distances)),
            3,
            "indices.npy",
            "int32, int64"
        );
        Refused(
            NpzBytes.Of(("indices", indices), ("distances", NpzBytes.Matrix<int>("<i4", 3, Indices))),
            3,
            "distances.npy",
            "float32 or float64"
        );
        Refused(NpzBytes.Of(("indices", indices[..^4]), ("distances", distances)), 3, "fewer values");
        Refused("no zip"u8.ToArray(), 3, "numpy.savez");
    }

    [Fact]
    public void Damage_is_refused_or_harmless() =>
        Gen.Select(Gen.Int[0, 100_000], Gen.Byte)
            .Sample(
                (at, value) =>
                {
                    byte[] bytes = NpzBytes.Of(
                        ("indices", NpzBytes.Matrix<int>("<i4", 3, Indices)),
                        ("distances", NpzBytes.Matrix<float>("<f4", 3, Distances))
                    );
                    bytes[at % bytes.Length] = value;
                    string path = Write($"{at}-{value}.npz", bytes);
                    try
                    {
                        KnnGraph knn = NeighboursFile.Read(path, 3, CancellationToken.None);
                        return knn.Neighbours.All(index => index is >= 0 and < 3) && knn.Distances.All(float.IsFinite);
                    }
                    catch (UnusableInputException)
                    {
                        return true;
                    }
                },
                iter: 300
            );

    private void Refused(byte[] bytes, int count, params string[] parts)
    {
        string path = Write("bad.npz", bytes);
        string message = Assert.Throws<UnusableInputException>(() => NeighboursFile.Read(path, count, CancellationToken.None)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.All([path, .. parts], part => Assert.Contains(part, message));
    }

    private string Write(string name, byte[] bytes) => _folder.Write(name, bytes);
}
