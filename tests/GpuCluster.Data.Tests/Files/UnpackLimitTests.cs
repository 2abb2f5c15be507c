using System.IO.Compression;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;
using GpuCluster.Data.Readers;
using GpuCluster.Testing;
using Parquet;
using Parquet.Schema;

namespace GpuCluster.Data.Tests.Files;

/// <summary>No small file takes gigabytes, whatever its format.</summary>
public sealed class UnpackLimitTests : IDisposable
{
    private const long MaxAllocated = 300 << 20;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0, UnpackLimit.AlwaysAllowed)]
    [InlineData(10_000_000, 1_000_000_000)]
    public void The_limit_is_a_hundred_times_the_file_and_64_MiB_always(long fileBytes, long limit)
    {
        UnpackLimit.Check("x", fileBytes, limit, "do");
        string message = Assert
            .Throws<UnusableInputException>(() => UnpackLimit.Check("x.npz", fileBytes, limit + 1, "do something else"))
            .Message;
        Assert.All((string[])["x.npz", "would unpack to", "its limit is", "do something else"], part => Assert.Contains(part, message));
    }

    [Theory]
    [InlineData("<f4", "(1000000, 100)")]
    [InlineData("<U100000", "(1000,)")]
    public void An_npz(string type, string shape)
    {
        byte[] npy = new byte[400_000_128];
        byte[] header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n");
        ((byte[])[0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header]).CopyTo(npy, 0);
        string path = _folder.Write("x.npz", NpzBytes.Of(("embeddings", NpzBytes.Matrix<float>("<f4", 2, new float[2000])), ("x", npy)));

        AssertRefused(path, "numpy.savez", () => DatasetReader.Read(path, new DatasetOptions()));
        AssertRefused(path, "numpy.savez", () => NeighboursFile.Read(path, 2000, CancellationToken.None));
    }

    [Fact]
    public void A_gzip_file()
    {
        using MemoryStream packed = new();
        using (GZipStream zip = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zip.Write([0, 0, 8, 3, 0, 1, 0, 0, 0, 0, 0x40, 0, 0, 0, 0x40, 0]);
            zip.Write(new byte[1 << 20]);
        }

        string path = _folder.Write("x-idx3-ubyte.gz", packed.ToArray());

        AssertRefused(path, "gzip -d", () => DatasetReader.Read(path, new DatasetOptions()));
    }

    [Fact]
    public async Task A_parquet_that_repeats_a_long_text()
    {
        DataField path = new DataField<string>("path", nullable: false),
            text = new DataField<string>("text", nullable: false);
        string file = _folder.File("x.parquet");
        await using (FileStream stream = File.Create(file))
        {
            ParquetOptions options = new() { CompressionMethod = CompressionMethod.Gzip };
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(path, text), stream, options);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync(path, [.. Enumerable.Repeat("a.png", 1000)]);
            await group.WriteAsync(text, [.. Enumerable.Repeat(new string('x', 100_000), 1000)]);
        }

        AssertRefused(file, "fewer rows", () => DatasetReader.Read(file, new DatasetOptions()));
    }

    [Fact]
    public void Json_lines_with_a_new_name_on_each()
    {
        string path = _folder.Write(
            "x.jsonl",
            Encoding.ASCII.GetBytes(string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"{{\"k{i}\":1}}")))
        );

        AssertRefused(path, "same names", () => DatasetReader.Read(path, new DatasetOptions()));
    }

    [Fact]
    public void An_array_in_an_npz_is_as_long_as_its_header_says()
    {
        byte[] header = Encoding.ASCII.GetBytes("{'descr': '<U1000000', 'fortran_order': False, 'shape': (2,), }".PadRight(117) + "\n");
        byte[] npy = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header];
        string path = _folder.Write("x.npz", NpzBytes.Of(("embeddings", NpzBytes.Matrix<float>("<f4", 2, 1, 2, 3, 4)), ("y", npy)));

        AssertRefused(path, "truncated", () => DatasetReader.Read(path, new DatasetOptions()), "y.npy");
    }

    private static void AssertRefused(string path, string remedy, Action read, params string[] parts)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        string message = Assert.Throws<UnusableInputException>(read).Message;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MaxAllocated);
        Assert.All((string[])[path, remedy, .. parts], part => Assert.Contains(part, message));
    }
}
