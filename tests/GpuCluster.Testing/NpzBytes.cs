using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace GpuCluster.Testing;

/// <summary>Writes .npz files by the format's own description, with none of the program's code.</summary>
public static class NpzBytes
{
    /// <summary>The bytes of an archive.</summary>
    public static byte[] Of(params IReadOnlyList<(string Name, byte[] Npy)> arrays)
    {
        using MemoryStream stream = new();
        using (ZipArchive zip = new(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] npy) in arrays)
            {
                using Stream entry = zip.CreateEntry(name + ".npy").Open();
                entry.Write(npy);
            }
        }

        return stream.ToArray();
    }

    /// <summary>The bytes of a matrix.</summary>
    /// <param name="type">NumPy's name of the element type.</param>
    /// <param name="columns">Columns; the values are row-major.</param>
    /// <param name="values">The values.</param>
    public static byte[] Matrix<T>(string type, int columns, params ReadOnlySpan<T> values)
        where T : unmanaged
    {
        string literal =
            $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({values.Length / columns}, {columns}), }}".PadRight(117) + "\n";
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)literal.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. Encoding.ASCII.GetBytes(literal), .. MemoryMarshal.AsBytes(values)];
    }
}
