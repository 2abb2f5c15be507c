using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Session.Graphics;

/// <summary>
/// The mean of several pictures of one frame, each moved by less than a pixel: edges of points, lines and images are smooth. Light is
/// averaged, not its sRGB values. Places follow Roberts' R2 sequence, which fills a pixel evenly with any number of samples.
/// </summary>
/// <param name="width">Pixels.</param>
/// <param name="height">Pixels.</param>
/// <param name="samples">Pictures to be averaged, 1 or more.</param>
internal sealed class PictureMean(int width, int height, int samples)
{
    /// <summary>Steps of the table from light to sRGB: a quarter of a level where the curve is steepest.</summary>
    private const int Steps = 1 << 14;

    // The reciprocals of the plastic number and of its square: Martin Roberts, 2018.
    private const double FirstRatio = 0.7548776662466927,
        SecondRatio = 0.5698402909980532;

    private readonly float[] _light = [.. Enumerable.Range(0, 256).Select(level => (float)LightOf(level / 255.0))];
    private readonly byte[] _levels =
    [
        .. Enumerable.Range(0, Steps + 1).Select(step => (byte)Math.Round(255 * LevelOf((double)step / Steps))),
    ];
    private readonly float[] _sums = new float[width * height * 3];
    private readonly byte[] _rgba = new byte[width * height * 4];

    /// <summary>The frame as one of the pictures shows it.</summary>
    /// <param name="frame">What is pictured.</param>
    /// <param name="sample">0 to the number of pictures - 1.</param>
    public SceneFrame Moved(SceneFrame frame, int sample)
    {
        if (samples == 1)
            return frame;
        double x = ((0.5 + (FirstRatio * (sample + 1))) % 1) - 0.5,
            y = ((0.5 + (SecondRatio * (sample + 1))) % 1) - 0.5;
        (float right, float down) = ((float)(2 * x / width), (float)(2 * y / height));
        Matrix4x4 projection = frame.Projection;
        projection.M11 += right * projection.M14;
        projection.M21 += right * projection.M24;
        projection.M31 += right * projection.M34;
        projection.M41 += right * projection.M44;
        projection.M12 += down * projection.M14;
        projection.M22 += down * projection.M24;
        projection.M32 += down * projection.M34;
        projection.M42 += down * projection.M44;
        return frame with { Projection = projection };
    }

    /// <summary>Adds a picture.</summary>
    /// <param name="rgba">height x width pixels, R G B A.</param>
    public void Add(ReadOnlySpan<byte> rgba)
    {
        for (int at = 0, sum = 0; at < rgba.Length; at += 4, sum += 3)
        {
            _sums[sum] += _light[rgba[at]];
            _sums[sum + 1] += _light[rgba[at + 1]];
            _sums[sum + 2] += _light[rgba[at + 2]];
        }
    }

    /// <summary>The mean, opaque. The next picture begins a new one.</summary>
    /// <returns>height x width pixels, R G B A; overwritten by the next mean.</returns>
    public ReadOnlySpan<byte> Take()
    {
        for (int at = 0, sum = 0; at < _rgba.Length; at += 4, sum += 3)
        {
            for (int channel = 0; channel < 3; channel++)
                _rgba[at + channel] = _levels[(int)MathF.Round(Steps * Math.Min(1, _sums[sum + channel] / samples))];
            _rgba[at + 3] = byte.MaxValue;
        }

        Array.Clear(_sums);
        return _rgba;
    }

    private static double LightOf(double value) => value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    private static double LevelOf(double light) => light <= 0.0031308 ? light * 12.92 : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;
}
