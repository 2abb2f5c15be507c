using CsCheck;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Readers;

/// <summary>
/// Whatever happens to a file's bytes, reading it ends with a dataset or with a message for the user, and with memory in proportion to the
/// file.
/// </summary>
public sealed class DamageTests
{
    private static readonly Gen<(int At, byte Value)[]> Flips = Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte).Array[0, 6];

    private static readonly string[] Names =
    [
        "t10k-images-idx3-ubyte",
        "t10k-images-idx3-ubyte.gz",
        "f32_5x3.npy",
        "f32_5x3_v2.npy",
        "u8_5x2x3.npy",
        "structured_5.npy",
        "pickle_5.npy",
        "fortran_f8_5x4.npy",
        "medmnist.npz",
        "vectors/x.safetensors",
        "vectors/x.fvecs",
        "vectors/x.fbin",
        "vectors/l2.faiss",
        "vectors/word2vec.txt",
        "vectors/european.csv",
    ];

    [Fact]
    public void Damaged_data_is_read_or_refused()
    {
        Gen.Select(Gen.Int[0, Names.Length - 1], Flips, Gen.Int[0, 400], Gen.Bool)
            .Sample(
                (name, flips, cut, isHeaderOnly) =>
                {
                    using TemporaryFolder folder = new();
                    return ReadsOrRefuses(
                        folder.Write(Path.GetFileName(Names[name]), Damage(Bytes(Names[name]), flips, cut, isHeaderOnly)),
                        new DatasetOptions()
                    );
                },
                iter: 4000,
                threads: 1
            );
    }

    [Fact]
    public void Damaged_labels_are_read_or_refused()
    {
        string[] labels = ["labels_text.npy", "labels_i8.npy", "labels-idx1-ubyte"];
        Gen.Select(Gen.Int[0, labels.Length - 1], Flips, Gen.Int[0, 400], Gen.Bool)
            .Sample(
                (name, flips, cut, isHeaderOnly) =>
                {
                    using TemporaryFolder folder = new();
                    string path = folder.Write(labels[name], Damage(Bytes(labels[name]), flips, cut, isHeaderOnly));
                    return ReadsOrRefuses(NpyTests.Fixture("f32_5x3.npy"), new DatasetOptions { LabelsPath = path });
                },
                iter: 2000,
                threads: 1
            );
    }

    private static bool ReadsOrRefuses(string path, DatasetOptions options)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Dataset data = DatasetReader.Read(path, options);
            Assert.True(data.Labels is null || data.Labels.Count == data.Count);
        }
        catch (UnusableInputException)
        {
            // The other right answer.
        }

        return GC.GetAllocatedBytesForCurrentThread() - before < 8 << 20;
    }

    private static byte[] Bytes(string name) =>
        name switch
        {
            "t10k-images-idx3-ubyte" => IdxBytes.Images(6, 3, 4, IdxBytes.Ramp(72)),
            "t10k-images-idx3-ubyte.gz" => IdxBytes.Gzip(IdxBytes.Images(6, 3, 4, IdxBytes.Ramp(72))),
            "labels-idx1-ubyte" => IdxBytes.Labels(5, 1, 2, 3, 2, 1),
            _ => File.ReadAllBytes(NpyTests.Fixture(name)),
        };

    /// <summary>
    /// Overwrites bytes, in the first 24 only where asked (most of a file's promises stand there), and cuts the end or leaves it.
    /// </summary>
    private static byte[] Damage(byte[] bytes, (int At, byte Value)[] flips, int cut, bool isHeaderOnly)
    {
        foreach ((int at, byte value) in flips)
            bytes[at % Math.Min(bytes.Length, isHeaderOnly ? 24 : int.MaxValue)] = value;
        return cut < bytes.Length ? bytes[..(bytes.Length - cut)] : bytes;
    }
}
