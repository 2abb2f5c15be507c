using System.Buffers.Binary;
using System.Text;

namespace GpuCluster.Data.Tests.Readers;

/// <summary>Files of gigabytes that take no room on the disk: nothing was written to most of them.</summary>
public sealed class LargeFilesTests : IDisposable
{
    private const int Rows = 3_000_000;
    private const int Columns = 768;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void More_values_than_an_array_holds_are_refused_with_the_form_that_is_mapped()
    {
        byte[] columns = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(columns, Columns);
        Refusal.Of(Sparse("x.fvecs", columns, Rows * (Columns + 1L) * sizeof(float)), "x.fvecs", "2304000000 values", ".npy of float32");
        byte[] header = Header("<f8");
        long length = header.Length + ((long)Rows * Columns * sizeof(double));
        Refusal.Of(Sparse("x.npy", header, length), "x.npy", "2304000000 values", ".npy of float32");
    }

    // Format 1.0: its text ends at a multiple of 64.
    private static byte[] Header(string type)
    {
        string text = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({Rows}, {Columns}), }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. Encoding.ASCII.GetBytes(text)];
    }

    private string Sparse(string name, byte[] start, long length)
    {
        string path = _folder.Write(name, start);
        using FileStream file = new(path, FileMode.Open);
        try
        {
            file.SetLength(length);
        }
        catch (IOException e)
        {
            Assert.Skip($"the disk takes no such file: {e.Message}");
        }

        return path;
    }
}
