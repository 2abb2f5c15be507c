using System.Buffers.Binary;

namespace GpuCluster.Testing;

/// <summary>
/// Reads the X window dump that Xvfb keeps of its screen (XWDFile.h, version 7): big-endian header, colour map, 32 bits a pixel.
/// </summary>
internal static class XwdFile
{
    public static Screenshot Read(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        int headerBytes = Field(file, 0);
        (int width, int height) = (Field(file, 4), Field(file, 5));
        (bool isBigEndian, int bits, int stride) = (Field(file, 7) == 1, Field(file, 11), Field(file, 12));
        int colours = Field(file, 19);
        if (Field(file, 1) != 7 || bits != 32 || Field(file, 14) != 0xFF0000 || isBigEndian)
            throw new InvalidDataException($"{path}: not 32-bit XRGB in little-endian order");
        int start = headerBytes + (colours * 12);
        byte[] rgba = new byte[width * height * 4];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < width; column++)
            {
                int from = start + (row * stride) + (column * 4);
                int to = ((row * width) + column) * 4;
                (rgba[to], rgba[to + 1], rgba[to + 2], rgba[to + 3]) = (file[from + 2], file[from + 1], file[from], 255);
            }
        }

        return new Screenshot(width, height, rgba);
    }

    private static int Field(ReadOnlySpan<byte> file, int index) => BinaryPrimitives.ReadInt32BigEndian(file[(index * 4)..]);
}
