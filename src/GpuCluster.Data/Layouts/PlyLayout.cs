using System.Buffers.Binary;
using System.Text;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Data.Layouts;

/// <summary>
/// Binary little-endian PLY, one vertex for each sample: x, y, z (0 in 2-D) as float32, and red, green, blue as uint8 where there are
/// colours.
/// </summary>
internal static class PlyLayout
{
    public static void Write(Stream stream, Layout layout, uint[]? rgba)
    {
        StringBuilder header = new("ply\nformat binary_little_endian 1.0\n");
        header.Append($"element vertex {layout.Count}\nproperty float x\nproperty float y\nproperty float z\n");
        if (rgba is not null)
            header.Append("property uchar red\nproperty uchar green\nproperty uchar blue\n");
        stream.Write(Encoding.ASCII.GetBytes(header.Append("end_header\n").ToString()));
        Span<byte> vertex = stackalloc byte[15];
        for (int i = 0; i < layout.Count; i++)
        {
            ReadOnlySpan<float> position = layout.Of(i);
            for (int j = 0; j < 3; j++)
                BinaryPrimitives.WriteSingleLittleEndian(vertex[(4 * j)..], j < layout.Dims ? position[j] : 0);
            if (rgba is { } colours)
            {
                uint colour = colours[i];
                for (int j = 0; j < 3; j++)
                    vertex[12 + j] = (byte)(colour >> (8 * j));
            }

            stream.Write(rgba is null ? vertex[..12] : vertex);
        }
    }
}
