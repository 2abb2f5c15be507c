using GpuCluster.Data.Files;
using GpuCluster.Panels.Drawing;

namespace GpuCluster.Session.Graphics;

/// <summary>Pictures of one size side by side in one .png.</summary>
public static class ContactSheetFile
{
    /// <summary>Writes it.</summary>
    /// <param name="path">The .png.</param>
    /// <param name="width">Of one picture, in pixels.</param>
    /// <param name="height">Of all.</param>
    /// <param name="pictures">One or more, height x width pixels, R G B A, top row first; left to right.</param>
    /// <param name="cancellation">Stops.</param>
    public static void Write(string path, int width, int height, IReadOnlyList<byte[]> pictures, CancellationToken cancellation)
    {
        int row = 4 * width;
        byte[] sheet = new byte[row * pictures.Count * height];
        for (int y = 0; y < height; y++)
        {
            for (int i = 0; i < pictures.Count; i++)
                pictures[i].AsSpan(y * row, row).CopyTo(sheet.AsSpan(((y * pictures.Count) + i) * row));
        }

        AtomicFile.Write(path, stream => PngWriter.Write(stream, width * pictures.Count, height, sheet), cancellation);
    }
}
