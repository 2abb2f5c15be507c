using System.Numerics;

namespace GpuCluster.Scene.Colouring;

/// <summary>
/// Oklab, a colour space in which equal steps look about equal (Björn Ottosson, 2020, "A perceptual color space for image processing").
/// Here (L, a, b) is a <see cref="Vector3"/> with L from 0 black to 1 white.
/// </summary>
public static class OkLab
{
    /// <summary>From 8-bit sRGB, red in the lowest byte.</summary>
    public static Vector3 FromRgba(uint rgba)
    {
        float r = Linear(rgba & 255);
        float g = Linear((rgba >> 8) & 255);
        float b = Linear((rgba >> 16) & 255);
        float l = MathF.Cbrt((0.4122214708f * r) + (0.5363325363f * g) + (0.0514459929f * b));
        float m = MathF.Cbrt((0.2119034982f * r) + (0.6806995451f * g) + (0.1073969566f * b));
        float s = MathF.Cbrt((0.0883024619f * r) + (0.2817188376f * g) + (0.6299787005f * b));
        return new Vector3(
            (0.2104542553f * l) + (0.7936177850f * m) - (0.0040720468f * s),
            (1.9779984951f * l) - (2.4285922050f * m) + (0.4505937099f * s),
            (0.0259040371f * l) + (0.7827717662f * m) - (0.8086757660f * s)
        );
    }

    /// <summary>To 8-bit sRGB, opaque, red in the lowest byte; what sRGB cannot show is clipped.</summary>
    public static uint ToRgba(Vector3 lab)
    {
        float l = Cube(lab.X + (0.3963377774f * lab.Y) + (0.2158037573f * lab.Z));
        float m = Cube(lab.X - (0.1055613458f * lab.Y) - (0.0638541728f * lab.Z));
        float s = Cube(lab.X - (0.0894841775f * lab.Y) - (1.2914855480f * lab.Z));
        uint r = Byte((4.0767416621f * l) - (3.3077115913f * m) + (0.2309699292f * s));
        uint g = Byte((-1.2684380046f * l) + (2.6097574011f * m) - (0.3413193965f * s));
        uint b = Byte((-0.0041960863f * l) - (0.7034186147f * m) + (1.7076147010f * s));
        return 0xFF000000 | (b << 16) | (g << 8) | r;
    }

    private static float Cube(float x) => x * x * x;

    // The sRGB transfer function, IEC 61966-2-1.
    private static float Linear(uint value)
    {
        float s = value / 255f;
        return s <= 0.04045f ? s / 12.92f : MathF.Pow((s + 0.055f) / 1.055f, 2.4f);
    }

    private static uint Byte(float linear)
    {
        float c = Math.Clamp(linear, 0, 1);
        float s = c <= 0.0031308f ? c * 12.92f : (1.055f * MathF.Pow(c, 1 / 2.4f)) - 0.055f;
        return (uint)MathF.Round(s * 255);
    }
}
