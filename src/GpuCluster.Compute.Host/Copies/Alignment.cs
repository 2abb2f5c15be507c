using System.Runtime.InteropServices;

namespace GpuCluster.Compute.Host.Copies;

/// <summary>
/// Where a picture lies in another, and how its brightness changed. A point of the brighter one's view, -0.5 to 0.5 from its middle, lies
/// at (X + ScaleX x, Y + ScaleY y) of the darker one's view, in its pixels; its value is Gain times the darker one's, plus Offset, at
/// most 255.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Alignment(double X, double ScaleX, double Y, double ScaleY, double Gain, double Offset)
{
    /// <summary>The alignment where the frame of one, made larger around its middle, is the other's.</summary>
    /// <param name="bright">The brighter view.</param>
    /// <param name="dark">The darker view.</param>
    /// <param name="scale">How many times as large the darker frame is; below 1 where it is the smaller one.</param>
    public static Alignment OfFrames(PictureView bright, PictureView dark, double scale)
    {
        // A point p of the brighter frame lies at (p - 1/2) scale + 1/2 of the darker one.
        double x = ((bright.Window.CentreX - 0.5) * scale) + 0.5,
            y = ((bright.Window.CentreY - 0.5) * scale) + 0.5;
        return new Alignment(
            (((x - dark.Window.Left) / dark.Window.Width) * dark.Edge) - 0.5,
            bright.Window.Width * scale / dark.Window.Width * dark.Edge,
            (((y - dark.Window.Top) / dark.Window.Height) * dark.Edge) - 0.5,
            bright.Window.Height * scale / dark.Window.Height * dark.Edge,
            1,
            0
        );
    }

    /// <summary>The alignment where the windows show the same.</summary>
    public static Alignment OfWindows(PictureView dark) => new((dark.Edge - 1) / 2.0, dark.Edge, (dark.Edge - 1) / 2.0, dark.Edge, 1, 0);

    /// <summary>Which part of the darker frame the brighter frame covers.</summary>
    public FrameBox FrameIn(PictureView bright, PictureView dark)
    {
        double scaleX = ScaleX / dark.Edge * dark.Window.Width / bright.Window.Width,
            scaleY = ScaleY / dark.Edge * dark.Window.Height / bright.Window.Height;
        double centreX = dark.Window.Left + ((X + 0.5) / dark.Edge * dark.Window.Width),
            centreY = dark.Window.Top + ((Y + 0.5) / dark.Edge * dark.Window.Height);
        return new FrameBox(centreX - (bright.Window.CentreX * scaleX), centreY - (bright.Window.CentreY * scaleY), scaleX, scaleY);
    }
}
