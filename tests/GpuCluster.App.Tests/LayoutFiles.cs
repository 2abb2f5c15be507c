using System.Buffers.Binary;
using System.Text;

namespace GpuCluster.App.Tests;

/// <summary>Writes .npy files for the tests by the format's own description, with none of the program's code.</summary>
internal static class LayoutFiles
{
    /// <summary>Points on a grid of ten columns, in rows and, with three dimensions, layers of a hundred.</summary>
    public static string WriteGrid(DirectoryInfo folder, int count, int dims)
    {
        float[] values = new float[count * dims];
        for (int i = 0; i < count; i++)
        {
            float[] at = dims == 2 ? [i % 20, i / 20] : [i % 10, i / 10 % 10, i / 100];
            at.CopyTo(values, i * dims);
        }

        return Write(folder, $"grid-{count}-{dims}.npy", values, dims);
    }

    /// <summary>float32 (rows, columns), C order.</summary>
    public static string Write(DirectoryInfo folder, string name, float[] values, int columns)
    {
        byte[] bytes = new byte[values.Length * 4];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        return Write(folder, name, "<f4", [values.Length / columns, columns], bytes);
    }

    /// <summary>Any array.</summary>
    /// <param name="type">NumPy's name of the element type.</param>
    public static string Write(DirectoryInfo folder, string name, string type, int[] shape, byte[] values)
    {
        string tuple = string.Concat(shape.Select(side => $"{side}, "));
        string literal = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({tuple}), }}".PadRight(117) + "\n";
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)literal.Length);
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllBytes(path, [0x93, .. "NUMPY"u8, 1, 0, .. length, .. Encoding.ASCII.GetBytes(literal), .. values]);
        return path;
    }
}
