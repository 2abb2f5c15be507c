using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Images;

/// <summary>
/// The placeholder for a picture that cannot be shown: a dark square with a cross, amber if the file is missing and red if it is damaged.
/// </summary>
internal static class MarkedTile
{
    /// <summary>Draws one.</summary>
    /// <param name="state">Missing or Damaged.</param>
    /// <param name="edge">Pixels of the square.</param>
    /// <param name="rgba">Receives edge x edge x 4 bytes, opaque.</param>
    public static void Draw(ThumbnailState state, int edge, Span<byte> rgba)
    {
        ReadOnlySpan<byte> ground = [34, 34, 40, 255];
        ReadOnlySpan<byte> cross = state == ThumbnailState.Missing ? [235, 168, 52, 255] : [220, 62, 62, 255];
        int margin = edge / 5;
        int half = Math.Max(1, edge / 20);
        for (int y = 0; y < edge; y++)
        {
            for (int x = 0; x < edge; x++)
            {
                bool isInside = Math.Min(x, y) >= margin && Math.Max(x, y) < edge - margin;
                bool isOnCross = isInside && (Math.Abs(x - y) <= half || Math.Abs(x + y - (edge - 1)) <= half);
                (isOnCross ? cross : ground).CopyTo(rgba[(((y * edge) + x) * 4)..]);
            }
        }
    }
}
