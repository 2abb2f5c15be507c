using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Readers;

namespace GpuCluster.Data.Tests.Readers;

public sealed class IdxTests : IDisposable
{
    private static readonly string Mnist = Path.Combine(AppContext.BaseDirectory, "mnist");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bundled_digits_are_the_mnist_test_set()
    {
        ImageDataset digits = Assert.IsType<ImageDataset>(DatasetReader.Read(Mnist, new DatasetOptions()));
        Assert.Equal("(10000, 28, 28)", digits.Shape);
        Assert.Equal("mnist", digits.Name);
        Assert.Equal(7_840_000, digits.Images.Pixels.Length);

        // The test set's published class counts, and the first labels of it that every tutorial prints.
        int[] counts = [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009];
        Assert.Equal(counts, Enumerable.Range(0, 10).Select(c => digits.Labels!.ClassOf.Count(label => label == c)));
        Assert.Equal([7, 2, 1, 0, 4, 1, 4, 9, 5, 9], digits.Labels!.ClassOf[..10]);
        Assert.Equal("0123456789", string.Concat(digits.Labels.ClassNames));

        // Mean brightness of the test set: 33.79 of 255.
        Assert.Equal(33.79, digits.Images.Pixels.ToArray().Average(pixel => (double)pixel), 2);
    }

    [Fact]
    public void Limit_takes_the_first_samples()
    {
        ImageDataset all = (ImageDataset)DatasetReader.Read(Mnist, new DatasetOptions());
        ImageDataset some = (ImageDataset)DatasetReader.Read(Mnist, new DatasetOptions { Limit = 123 });
        Assert.Equal("(123, 28, 28)", some.Shape);
        Assert.Equal(123, some.Labels!.Count);
        Assert.True(some.Images.Pixels.Span.SequenceEqual(all.Images.Pixels.Span[..(123 * 784)]));
        Assert.Equal(10_000, DatasetReader.Read(Mnist, new DatasetOptions { Limit = 1_000_000 }).Count);
    }

    [Theory]
    [InlineData(-4)]
    [InlineData(0)]
    public void Limit_below_one_is_refused(int limit) => Refusal.Of(Mnist, new DatasetOptions { Limit = limit }, $"{limit} samples");

    [Fact]
    public void Train_comes_before_t10k_and_plain_before_gzip()
    {
        byte[] train = IdxBytes.Ramp(3 * 6),
            test = [.. IdxBytes.Ramp(2 * 6).Select(pixel => (byte)(255 - pixel))];
        _folder.Write("t10k-images-idx3-ubyte", IdxBytes.Images(2, 2, 3, test));
        _folder.Write("train-images-idx3-ubyte.gz", IdxBytes.Gzip(IdxBytes.Images(3, 2, 3, train)));
        _folder.Write("train-labels-idx1-ubyte", IdxBytes.Labels(3, 9, 4, 9));
        _folder.Write("t10k-labels-idx1-ubyte.gz", IdxBytes.Gzip(IdxBytes.Labels(2, 0, 4)));
        _folder.Write("t10k-images-idx3-ubyte.gz", [1, 2, 3]);
        ImageDataset set = (ImageDataset)DatasetReader.Read(_folder.Path, new DatasetOptions());
        Assert.Equal([.. train, .. test], set.Images.Pixels.ToArray());
        Assert.Equal(["0", "4", "9"], set.Labels!.ClassNames);
        Assert.Equal([2, 1, 2, 0, 1], set.Labels.ClassOf);

        ImageDataset four = (ImageDataset)DatasetReader.Read(_folder.Path, new DatasetOptions { Limit = 4 });
        Assert.Equal([.. train, .. test[..6]], four.Images.Pixels.ToArray());
        Assert.Equal([2, 1, 2, 0], four.Labels!.ClassOf);
    }

    [Fact]
    public void A_part_without_labels_has_no_class()
    {
        _folder.Write("train-images-idx3-ubyte", IdxBytes.Images(2, 1, 1, 5, 6));
        _folder.Write("t10k-images-idx3-ubyte", IdxBytes.Images(1, 1, 1, 7));
        Assert.Null(DatasetReader.Read(_folder.Path, new DatasetOptions()).Labels);
        _folder.Write("t10k-labels-idx1-ubyte", IdxBytes.Labels(1, 3));
        Assert.Equal([-1, -1, 0], DatasetReader.Read(_folder.Path, new DatasetOptions()).Labels!.ClassOf);
    }

    [Fact]
    public void One_file_takes_the_labels_beside_it()
    {
        string path = _folder.Write("my-images-idx3-ubyte", IdxBytes.Images(2, 1, 2, 1, 2, 3, 4));
        _folder.Write("my-labels-idx1-ubyte", IdxBytes.Labels(2, 8, 5));
        Dataset set = DatasetReader.Read(path, new DatasetOptions());
        Assert.Equal([1, 0], set.Labels!.ClassOf);
        string others = _folder.Write("others", IdxBytes.Labels(2, 6, 6));
        Assert.Equal(["6"], DatasetReader.Read(path, new DatasetOptions { LabelsPath = others }).Labels!.ClassNames);
    }

    [Fact]
    public void Classes_have_the_names_that_lie_beside_them_and_a_class_without_one_its_number()
    {
        string folder = Directory.CreateDirectory(_folder.File("named")).FullName;
        File.WriteAllBytes(Path.Combine(folder, "t10k-images-idx3-ubyte"), IdxBytes.Images(3, 1, 1, 5, 6, 7));
        File.WriteAllBytes(Path.Combine(folder, "t10k-labels-idx1-ubyte"), IdxBytes.Labels(3, 2, 0, 1));
        File.WriteAllText(Path.Combine(folder, "classes.txt"), "猫\r\n  ship \n");
        SampleLabels labels = DatasetReader.Read(folder, new DatasetOptions(), TestContext.Current.CancellationToken).Labels!;
        Assert.Equal(["猫", "ship", "2"], labels.ClassNames);
        Assert.Equal([2, 0, 1], labels.ClassOf);
        File.WriteAllBytes(Path.Combine(folder, "classes.txt"), [(byte)'a', 0x80, 0xff]);
        Refusal.Of(folder, "classes.txt", "UTF-8");
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        Refusal.Of(_folder.File("nothing"), "nothing", "no such file");
        Refusal.Of(_folder.Path, _folder.Path, "train-images-idx3-ubyte");
        Refusal.Of(_folder.Write("notes.txt", [1, 2, 3]), "notes.txt", "unknown data format");
        Refusal.Of(_folder.Write("void", []), "void", "unknown data format");
    }

    [Fact]
    public void Devices_are_not_read()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "device files are Linux's");
        Refusal.Of("/dev/zero", "/dev/zero", "device");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Damage_is_named(bool gzip)
    {
        string Put(byte[] bytes) => _folder.Write("t10k-images-idx3-ubyte" + (gzip ? ".gz" : ""), gzip ? IdxBytes.Gzip(bytes) : bytes);
        Refusal.Of(Put(IdxBytes.Images(3, 2, 2, IdxBytes.Ramp(11))), "truncated", "3 x 2 x 2");
        Refusal.Of(Put(IdxBytes.Images(3, 2, 2, IdxBytes.Ramp(13))), "more data", "3 x 2 x 2");
        Refusal.Of(Put(IdxBytes.Images(3, 2, 2)[..9]), "truncated");
        Refusal.Of(Put([0, 0, 9, 3, .. IdxBytes.Ramp(40)]), "wrong magic number 0x00000903");
        Refusal.Of(Put(IdxBytes.Labels(3, 1, 2, 3)), "these are labels");
        Refusal.Of(Put(IdxBytes.Images(0, 28, 28)), "empty");
        Refusal.Of(Put(IdxBytes.Images(3, 0, 28)), "empty");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_header_that_claims_too_much_costs_no_memory(bool gzip)
    {
        foreach (
            (uint n, uint h, uint w) in new[]
            {
                (uint.MaxValue, uint.MaxValue, uint.MaxValue),
                (2_000_000_000u, 1u, 1u),
                (70_000u, 28u, 28u),
                (2u, 65_536u, 65_536u),
            }
        )
        {
            byte[] bytes = IdxBytes.Images(n, h, w, IdxBytes.Ramp(784));
            string path = _folder.Write("t10k-images-idx3-ubyte" + (gzip ? ".gz" : ""), gzip ? IdxBytes.Gzip(bytes) : bytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Refusal.Of(path, "");
            Refusal.Of(path, new DatasetOptions { Limit = 1_000_000 }, "");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
        }
    }

    [Fact]
    public void Sets_that_disagree_are_refused()
    {
        _folder.Write("train-images-idx3-ubyte", IdxBytes.Images(2, 1, 2, 1, 2, 3, 4));
        _folder.Write("train-labels-idx1-ubyte", IdxBytes.Labels(3, 1, 2, 3));
        Refusal.Of(_folder.Path, "train-labels-idx1-ubyte", "3 labels", "2 samples");
        _folder.Write("train-labels-idx1-ubyte", IdxBytes.Labels(2, 1, 2));
        _folder.Write("t10k-images-idx3-ubyte", IdxBytes.Images(1, 2, 1, 1, 2));
        Refusal.Of(_folder.Path, "t10k-images-idx3-ubyte", "2 x 1", "1 x 2");
    }

    [Fact]
    public void Damaged_gzip_is_named()
    {
        byte[] packed = IdxBytes.Gzip(IdxBytes.Images(50, 9, 9, IdxBytes.Ramp(50 * 81)));
        byte[] checksum = [.. packed];
        checksum[^8] ^= 1;
        byte[] length = [.. packed];
        length[^4] ^= 1;
        foreach (
            byte[] bad in new[] { checksum, length, packed[..^1], packed[..^8], packed[..^9], packed[..(packed.Length / 2)], packed[..12] }
        )
        {
            Refusal.Of(_folder.Write("t10k-images-idx3-ubyte.gz", bad), "t10k-images-idx3-ubyte.gz");
        }

        Refusal.Of(_folder.Write("t10k-images-idx3-ubyte.gz", IdxBytes.Images(1, 1, 1, 1)), "not gzip");
    }

    [Fact]
    public void Cancelled_reading_stops()
    {
        Assert.ThrowsAny<OperationCanceledException>(() =>
            DatasetReader.Read(Mnist, new DatasetOptions(), new CancellationToken(canceled: true))
        );
    }

    [Fact]
    public void A_file_without_permission_is_input()
    {
        string path = _folder.Write("t10k-images-idx3-ubyte", IdxBytes.Images(1, 1, 1, 1));
        if (!OperatingSystem.IsLinux())
            return;
        File.SetUnixFileMode(path, UnixFileMode.None);
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "the superuser may read everything");
        Refusal.Of(path, "permissions");
        Assert.Throws<UnusableInputException>(() => DatasetReader.Read(path, new DatasetOptions()));
    }
}
