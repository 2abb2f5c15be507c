using System.Numerics;

namespace GpuCluster.Scene.Colouring;

/// <summary>
/// The colours of classes. The first ten were found by a search for the largest smallest distance: any two of them lie at least 24 apart in
/// CIELAB, for full colour vision and under simulated protanopia, deuteranopia and tritanopia (Machado, Oliveira and Fernandes 2009, full
/// severity), and all stand out from a dark background. They are ordered so that the first few are the farthest apart. A test checks the
/// distances.
/// </summary>
public static class LabelPalette
{
    /// <summary>Colours before they repeat in another lightness.</summary>
    public const int Length = 10;

    /// <summary>For samples without a label: visible, but less prominent than every class.</summary>
    public const uint Unlabeled = 0xFF7C7878;

    private static readonly uint[] Rgb =
    [
        0x48A8F0,
        0xF03000,
        0xD8F018,
        0xA87860,
        0x9048F0,
        0xD800A8,
        0xA8F0A8,
        0x00F0F0,
        0xF0C060,
        0xF078A8,
    ];

    /// <summary>
    /// The colour of a class: one of the ten; beyond them the same hues lighter and darker by turns, in ever finer steps, so that
    /// neighbours in the legend always differ and no two of some hundreds are equal.
    /// </summary>
    /// <param name="label">0 or more.</param>
    /// <returns>Opaque; red in the lowest byte.</returns>
    public static uint Of(int label)
    {
        uint rgb = Rgb[label % Length];
        uint rgba = 0xFF000000 | ((rgb & 0xFF) << 16) | (rgb & 0xFF00) | (rgb >> 16);
        int round = label / Length;
        if (round == 0)
            return rgba;
        Vector3 lab = OkLab.FromRgba(rgba);

        // The golden ratio's multiples spread evenly over 0..1 however many there are. Lightness then stays between dim and near white, and
        // chroma sinks a little every round, which keeps apart what would otherwise meet in lightness.
        float place = (round * 0.618034f) % 1;
        float lightness = 0.45f + (0.5f * ((lab.X + place) % 1));
        float chroma = 0.55f + (0.35f * ((round * 0.754878f) % 1));
        return OkLab.ToRgba(new Vector3(lightness, lab.Y * chroma, lab.Z * chroma));
    }
}
