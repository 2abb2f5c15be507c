using System.Numerics;

namespace GpuCluster.Scene.Colouring;

/// <summary>
/// A scale of colours whose lightness rises evenly, from blue-violet over green to yellow: order can be read from it in grey and by
/// colour-blind people too. Straight in Oklab between five stations; it starts light enough for a dark background.
/// </summary>
public static class PerceptualRamp
{
    /// <summary>Steps of a table of the ramp: finer than 8-bit colour shows.</summary>
    public const int TableLength = 256;

    private static readonly Vector3[] Stations =
    [
        new(0.42f, 0.06f, -0.16f),
        new(0.55f, -0.02f, -0.13f),
        new(0.68f, -0.09f, -0.02f),
        new(0.81f, -0.11f, 0.12f),
        new(0.94f, -0.02f, 0.18f),
    ];

    /// <summary>The colour at a place of the scale.</summary>
    /// <param name="t">0 to 1; what lies outside is clamped.</param>
    public static uint At(float t)
    {
        float place = Math.Clamp(t, 0, 1) * (Stations.Length - 1);
        int from = Math.Min((int)place, Stations.Length - 2);
        return OkLab.ToRgba(Vector3.Lerp(Stations[from], Stations[from + 1], place - from));
    }

    /// <summary>The ramp in <see cref="TableLength"/> even steps, for colouring many points.</summary>
    public static uint[] Table() => [.. Enumerable.Range(0, TableLength).Select(i => At(i / (TableLength - 1f)))];
}
