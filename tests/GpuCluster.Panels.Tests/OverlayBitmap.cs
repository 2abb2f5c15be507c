using GpuCluster.Scene.Frames;

namespace GpuCluster.Panels.Tests;

/// <summary>An overlay drawn into memory, and questions about its pixels.</summary>
internal sealed class OverlayBitmap
{
    private readonly byte[] _rgba;

    /// <param name="overlay">What is drawn.</param>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="before">Each byte of the memory before. It must not shine through where the overlay draws; an overlay of small areas
    /// leaves the rest as it is.</param>
    public OverlayBitmap(IOverlay overlay, int width, int height, byte before = 0xAB)
    {
        (Width, Height) = (width, height);
        _rgba = new byte[width * height * 4];
        Array.Fill(_rgba, before);
        overlay.Draw(width, height, _rgba);
    }

    public int Width { get; }

    public int Height { get; }

    public ReadOnlySpan<byte> Rgba => _rgba;

    public (byte R, byte G, byte B, byte A) this[int x, int y]
    {
        get
        {
            int at = ((y * Width) + x) * 4;
            return (_rgba[at], _rgba[at + 1], _rgba[at + 2], _rgba[at + 3]);
        }
    }

    /// <summary>Pixels of a part that are at least as light as faint text on a panel.</summary>
    public int LightPixels(int left, int top, int right, int bottom)
    {
        int light = 0;
        for (int y = Math.Max(0, top); y < Math.Min(Height, bottom); y++)
        {
            for (int x = Math.Max(0, left); x < Math.Min(Width, right); x++)
                light += IsLight(this[x, y]) ? 1 : 0;
        }

        return light;
    }

    /// <summary>True where any pixel of the picture's outermost rows and columns is covered.</summary>
    public bool TouchesTheEdge()
    {
        for (int x = 0; x < Width; x++)
        {
            if (this[x, 0].A != 0 || this[x, Height - 1].A != 0)
                return true;
        }

        for (int y = 0; y < Height; y++)
        {
            if (this[0, y].A != 0 || this[Width - 1, y].A != 0)
                return true;
        }

        return false;
    }

    /// <summary>The smallest rectangle around all covered pixels.</summary>
    public (int Left, int Top, int Right, int Bottom) Covered()
    {
        (int left, int top, int right, int bottom) = (Width, Height, 0, 0);
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                if (this[x, y].A != 0)
                    (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
            }
        }

        return (left, top, right, bottom);
    }

    private static bool IsLight((byte R, byte G, byte B, byte A) pixel) => Math.Min(pixel.R, Math.Min(pixel.G, pixel.B)) > 110;
}
