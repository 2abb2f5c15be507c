using System.Globalization;
using System.Text;
using CsCheck;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Layouts;
using GpuCluster.Data.Readers;
using GpuCluster.Data.Tables;

namespace GpuCluster.Data.Tests.Layouts;

public sealed class WritingTests : IDisposable
{
    private static readonly Layout Small = new(2, 3, [1.5f, -2, 0.1f, 3e-20f, 5, -6]);
    private static readonly SampleLabels Two = new([1, 0], ["a,\"b\"\nc", "猫"]);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Npy_reads_back_to_the_bit()
    {
        Gen.Select(Gen.Int[1, 50], Gen.Int[2, 3])
            .SelectMany((n, dims) => Gen.Float[-1e6f, 1e6f].Array[n * dims].Select(values => new Layout(n, dims, values)))
            .Sample(
                layout =>
                {
                    string path = _folder.File($"{Path.GetRandomFileName()}.npy");
                    LayoutWriter.Write(path, layout);
                    LayoutDataset back = (LayoutDataset)DatasetReader.Read(path, new DatasetOptions { As = MatrixUse.Layout });
                    return back.Layout.Dims == layout.Dims && back.Layout.Values.AsSpan().SequenceEqual(layout.Values);
                },
                iter: 30
            );
    }

    [Fact]
    public void Numpy_reads_what_is_written()
    {
        string path = _folder.File("x.npy");
        LayoutWriter.Write(path, Small);
        string? answer = SystemPython.Run(
            $"import numpy; x = numpy.load('{path}'); print(x.dtype.str, x.shape, x.flags.c_contiguous, x.astype('f8').sum())"
        );
        Assert.SkipWhen(answer is null, "no python3 with NumPy here");
        double sum = Small.Values.Sum(value => (double)value);
        Assert.Equal($"<f4 (2, 3) True {sum.ToString("R", CultureInfo.InvariantCulture)}", answer);
        Assert.Equal(0, File.ReadAllBytes(path).AsSpan().IndexOf((byte)'\n') % 64 - 63);
    }

    [Fact]
    public void Csv_quotes_labels_and_keeps_every_bit()
    {
        string path = _folder.File("x.csv");
        LayoutWriter.Write(path, Small, new SampleHeading { Paths = ["b/1.png", "c,d.png"], Labels = Two });
        Assert.Equal(
            "index,path,label,x,y,z\n0,b/1.png,猫,1.5,-2,0.1\n1,\"c,d.png\",\"a,\"\"b\"\"\nc\",3E-20,5,-6\n",
            File.ReadAllText(path)
        );
        LayoutWriter.Write(path, new Layout(1, 2, [1, 2]));
        Assert.Equal("index,x,y\n0,1,2\n"u8, File.ReadAllBytes(path));
        LayoutWriter.Write(path, new Layout(1, 2, [1, 2]), new SampleHeading { Labels = new SampleLabels([-1], []) });
        Assert.Equal("index,label,x,y\n0,,1,2\n", File.ReadAllText(path));
    }

    [Fact]
    public void Ply_holds_positions_and_colours()
    {
        string path = _folder.File("x.ply");
        LayoutWriter.Write(path, Small, new SampleHeading { Labels = Two }, new uint[] { 0xFF_03_02_01, 0xFF_30_20_10 });
        byte[] bytes = File.ReadAllBytes(path);
        int start = bytes.AsSpan().IndexOf("end_header\n"u8) + 11;
        string header = Encoding.ASCII.GetString(bytes[..start]);
        Assert.StartsWith("ply\nformat binary_little_endian 1.0\nelement vertex 2\n", header);
        Assert.Equal(6, header.Split("property").Length - 1);
        Assert.Equal(start + 30, bytes.Length);
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 3; j++)
                Assert.Equal(Small.Values[(i * 3) + j], BitConverter.ToSingle(bytes, start + (15 * i) + (4 * j)));
        }

        Assert.Equal([1, 2, 3], bytes[(start + 12)..(start + 15)]);
        Assert.Equal([0x10, 0x20, 0x30], bytes[^3..]);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        string path = _folder.Write("x.bin", [1, 2, 3]);
        Assert.Throws<InvalidOperationException>(() =>
            AtomicFile.Write(
                path,
                stream =>
                {
                    stream.Write(new byte[1 << 18]);
                    throw new InvalidOperationException();
                }
            )
        );
        using CancellationTokenSource cancelled = new();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            AtomicFile.Write(
                path,
                stream =>
                {
                    stream.WriteByte(9);
                    cancelled.Cancel();
                },
                cancelled.Token
            )
        );
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
        AtomicFile.Write(path, stream => stream.WriteByte(9));
        Assert.Equal([9], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_link_stays_a_link()
    {
        string target = _folder.Write("target", [1]);
        string link = _folder.File("link");
        File.CreateSymbolicLink(link, target);
        AtomicFile.Write(link, stream => stream.WriteByte(7));
        Assert.NotNull(File.ResolveLinkTarget(link, false));
        Assert.Equal([7], File.ReadAllBytes(target));
    }

    [Fact]
    public void A_full_target_is_the_machines_fault_and_a_device_stays_one()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "/dev/full is Linux's");
        MachineFaultException fault = Assert.Throws<MachineFaultException>(() =>
            AtomicFile.Write("/dev/full", stream => stream.Write(new byte[1 << 20]))
        );
        Assert.Contains("/dev/full: no room", fault.Message);
        Assert.Equal(NodeKind.Special, NodeKinds.Of("/dev/full"));
    }

    [Fact]
    public void Unusable_places_are_named()
    {
        string file = _folder.Write("file", [1]);
        string gone = _folder.File("gone");
        foreach (
            string path in new[]
            {
                Path.Combine(gone, "x.npy"),
                _folder.Path,
                _folder.Path + "/",
                Path.Combine(file, "x.npy"),
                _folder.File(new string('n', 300) + ".npy"),
                "",
            }
        )
        {
            UnusableInputException refusal = Assert.Throws<UnusableInputException>(() =>
                AtomicFile.Write(path, stream => stream.WriteByte(1))
            );
            Assert.Contains(path, refusal.Message);
            Assert.Throws<UnusableInputException>(() => AtomicFile.Probe(path));
        }

        Assert.False(Directory.Exists(gone));
        Assert.Contains(".obj", Assert.Throws<UnusableInputException>(() => LayoutWriter.Write(_folder.File("x.obj"), Small)).Message);
        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Proc_takes_no_files()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "/proc is Linux's");
        Assert.Throws<UnusableInputException>(() => AtomicFile.Probe("/proc/x.npy"));
    }
}
