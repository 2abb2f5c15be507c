using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Host.Copies;

/// <summary>The one colour that a drawing lies on, as its border shows, and where the drawing lies.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
/// <param name="Content">What differs from the ground, to a pixel; null where nothing does.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FlatGround(byte Red, byte Green, byte Blue, FrameBox? Content)
{
    /// <summary>How far a pixel of the ground may be from its colour: noise of JPEG.</summary>
    private const int Tolerance = 10;

    /// <summary>The share of the border that has to have the colour.</summary>
    private const double MinShare = 0.9;

    /// <summary>Looks at the border of a small picture.</summary>
    /// <param name="rgb">edge x edge x 3 bytes.</param>
    /// <param name="edge">Pixels along a side, 3 or more.</param>
    /// <returns>Null where the border has no one colour.</returns>
    public static FlatGround? Of(ReadOnlySpan<byte> rgb, int edge)
    {
        Span<byte> border = stackalloc byte[4 * (edge - 1)];
        Span<byte> colour = stackalloc byte[3];
        for (int c = 0; c < 3; c++)
        {
            int at = 0;
            for (int i = 0; i < edge - 1; i++)
            {
                border[at++] = rgb[(i * 3) + c];
                border[at++] = rgb[(((edge - 1) * edge) + i + 1) * 3 + c];
                border[at++] = rgb[((i + 1) * edge * 3) + c];
                border[at++] = rgb[(((i * edge) + edge - 1) * 3) + c];
            }

            border.Sort();
            colour[c] = border[border.Length / 2];
        }

        FlatGround ground = new(colour[0], colour[1], colour[2], null);
        int flat = 0,
            left = edge,
            right = -1,
            top = edge,
            bottom = -1;
        for (int y = 0; y < edge; y++)
        {
            for (int x = 0; x < edge; x++)
            {
                bool isGround = ground.DistanceOf(rgb.Slice(((y * edge) + x) * 3, 3)) <= Tolerance;
                if (isGround && (x == 0 || y == 0 || x == edge - 1 || y == edge - 1))
                    flat++;
                if (isGround)
                    continue;
                (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
            }
        }

        if (flat < MinShare * border.Length)
            return null;
        double pixel = 1.0 / edge;
        return right < 0
            ? ground
            : ground with
            {
                Content = new FrameBox(left * pixel, top * pixel, (right - left + 1) * pixel, (bottom - top + 1) * pixel),
            };
    }

    /// <summary>How far a colour is from the ground: the largest difference of a channel.</summary>
    /// <param name="rgb">3 bytes or more.</param>
    public int DistanceOf(ReadOnlySpan<byte> rgb) =>
        Math.Max(Math.Abs(rgb[0] - Red), Math.Max(Math.Abs(rgb[1] - Green), Math.Abs(rgb[2] - Blue)));
}
