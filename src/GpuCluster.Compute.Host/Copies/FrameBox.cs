using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Host.Copies;

/// <summary>A rectangle in shares of a picture's frame: 0 is the left or upper side, 1 the right or lower one.</summary>
/// <param name="Left">The left side.</param>
/// <param name="Top">The upper side.</param>
/// <param name="Width">Above 0.</param>
/// <param name="Height">Above 0.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FrameBox(double Left, double Top, double Width, double Height)
{
    /// <summary>The whole frame.</summary>
    public static FrameBox Whole => new(0, 0, 1, 1);

    /// <summary>The middle across.</summary>
    public double CentreX => Left + (Width / 2);

    /// <summary>The middle down.</summary>
    public double CentreY => Top + (Height / 2);

    /// <summary>The distance to the nearest side of the frame; negative beyond it.</summary>
    public double Margin => Math.Min(Math.Min(Left, Top), Math.Min(1 - Left - Width, 1 - Top - Height));
}
