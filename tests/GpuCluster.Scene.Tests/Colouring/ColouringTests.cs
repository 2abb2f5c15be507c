using System.Numerics;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Colouring;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Tests.Colouring;

public sealed class ColouringTests
{
    /// <summary>CIELAB units (CIE76). 2.3 is just noticeable side by side; ten times that is told at a glance, in small dots too.</summary>
    private const double AtAGlance = 24;

    /// <summary>Machado, Oliveira and Fernandes 2009, table 1, severity 1.0, for linear RGB.</summary>
    public static TheoryData<string, double[]> Visions =>
        new()
        {
            { "full", [1, 0, 0, 0, 1, 0, 0, 0, 1] },
            { "protanopia", [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998] },
            { "deuteranopia", [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881] },
            { "tritanopia", [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900] },
        };

    [Theory]
    [MemberData(nameof(Visions))]
    public void Ten_classes_are_told_apart_and_stand_out(string vision, double[] matrix)
    {
        Assert.NotEmpty(vision);
        double[] background = Lab(16 | (16 << 8) | (20 << 16), matrix);
        for (int a = 0; a < LabelPalette.Length; a++)
        {
            double[] colour = Lab(LabelPalette.Of(a), matrix);
            Assert.True(Distance(colour, background) > 40, $"class {a} against the background: {Distance(colour, background):f1}");
            for (int b = 0; b < a; b++)
            {
                double distance = Distance(colour, Lab(LabelPalette.Of(b), matrix));
                Assert.True(distance >= AtAGlance, $"{vision}: classes {b} and {a} are {distance:f1} apart");
            }
        }
    }

    [Fact]
    public void More_than_ten_classes_stay_distinguishable()
    {
        double[] full = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        double[][] thirty = [.. Enumerable.Range(0, 30).Select(label => Lab(LabelPalette.Of(label), full))];
        for (int a = 0; a < thirty.Length; a++)
        {
            Assert.True(thirty[a][0] > 30, $"class {a} is too dark");
            for (int b = 0; b < a; b++)
                Assert.True(Distance(thirty[a], thirty[b]) > 5, $"classes {b} and {a}: {Distance(thirty[a], thirty[b]):f1}");
        }

        Assert.Equal(300, Enumerable.Range(0, 300).Select(LabelPalette.Of).Distinct().Count());
    }

    [Fact]
    public void The_ramp_rises_in_lightness_for_everyone()
    {
        foreach (TheoryDataRow<string, double[]> vision in Visions)
        {
            double[] lightness = [.. PerceptualRamp.Table().Select(colour => Lab(colour, vision.Data.Item2)[0])];
            for (int i = 8; i < lightness.Length; i++)
                Assert.True(lightness[i] > lightness[i - 8], $"{vision.Data.Item1} at {i}");
            Assert.True(lightness[0] > 25);
        }
    }

    [Fact]
    public void Oklab_there_and_back_is_the_same_colour()
    {
        for (uint c = 0; c < 1 << 24; c += 9973)
            Assert.Equal(0xFF000000 | c, OkLab.ToRgba(OkLab.FromRgba(c)));
    }

    [Fact]
    public void Labels_give_their_colour_and_their_legend()
    {
        SampleLabels labels = new([1, 0, -1, 1, 3], ["zero", "eins", "empty", "三"]);
        LabelColouring colouring = new(labels);
        uint[] colours = colouring.Colour(new Vector4[5]).Rgba;
        Assert.Equal([LabelPalette.Of(1), LabelPalette.Of(0), LabelPalette.Unlabeled, LabelPalette.Of(1), LabelPalette.Of(3)], colours);
        Assert.Equal(["zero", "eins", "三", "no label"], colouring.Legend.Entries.Select(entry => entry.Name));
        Assert.Equal([1, 2, 1, 1], colouring.Legend.Entries.Select(entry => entry.Count));
    }

    [Fact]
    public void A_legend_without_counts_is_a_scale_from_high_to_low()
    {
        SceneState scene = new(new SampleFacts(1000));
        scene.UpdatePositions(positions =>
        {
            for (int i = 0; i < positions.Length; i++)
                positions[i] = new Vector4(MathF.Sin(i), MathF.Cos(i * 1.7f), MathF.Sin(i * 0.3f), 0);
        });
        foreach (string name in scene.Colours.Names)
        {
            Assert.True(scene.Colours.TryChoose(name));
            Legend legend = scene.Colours.Legend;
            Assert.True(legend.IsScale || legend.Entries.All(entry => entry.Count > 0), name);
            if (legend.IsScale)
            {
                uint[] ramp = [.. legend.Entries.Where(entry => entry.Count == 0).Select(entry => entry.Rgba)];
                if (ramp.Length > 1)
                    Assert.Equal((PerceptualRamp.At(1), PerceptualRamp.At(0)), (ramp[0], ramp[^1]));
            }
        }
    }

    [Fact]
    public void Order_runs_along_the_ramp()
    {
        uint[] colours = new OrderColouring(1000, row => row).Colour(new Vector4[1000]).Rgba;
        Assert.Equal(PerceptualRamp.At(0), colours[0]);
        Assert.Equal(PerceptualRamp.At(1), colours[999]);
        Assert.Single(new OrderColouring(1, row => row).Colour(new Vector4[1]).Rgba);
        Assert.Empty(new OrderColouring(0, row => row).Colour([]).Rgba);
    }

    [Fact]
    public void Density_is_lighter_where_it_is_crowded()
    {
        Vector4[] positions = new Vector4[2000];
        for (int i = 0; i < positions.Length; i++)
        {
            // Half the points in a tight knot, half spread out; one is no number.
            float size = i % 2 == 0 ? 0.02f : 1;
            positions[i] = new Vector4(size * MathF.Sin(i * 1.3f), size * MathF.Sin(i * 2.1f), size * MathF.Sin(i * 0.7f), 0);
        }

        positions[1] = new Vector4(float.NaN);
        uint[] colours = new DensityColouring().Colour(positions).Rgba;
        double knot = Enumerable.Range(0, 1000).Average(i => OkLab.FromRgba(colours[2 * i]).X);
        double spread = Enumerable.Range(0, 1000).Average(i => OkLab.FromRgba(colours[(2 * i) + 1]).X);
        Assert.True(knot > spread + 0.2, $"{knot} {spread}");
    }

    [Fact]
    public void Density_of_the_next_epoch_needs_no_new_grid()
    {
        Vector4[] positions = [.. Enumerable.Range(0, 300).Select(i => new Vector4(MathF.Sin(i), MathF.Sin(2 * i), MathF.Sin(3 * i), 0))];
        DensityColouring colouring = new();
        uint[] first = colouring.Colour(positions).Rgba;
        long before = GC.GetAllocatedBytesForCurrentThread();
        uint[] second = colouring.Colour(positions).Rgba;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
        Assert.Equal(first, second);
    }

    private static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    /// <summary>CIELAB (D65) of a colour as a vision sees it; from the definitions of sRGB and CIE 15.</summary>
    private static double[] Lab(uint rgba, double[] vision)
    {
        double[] linear =
        [
            .. new[] { rgba & 255, (rgba >> 8) & 255, (rgba >> 16) & 255 }.Select(byteValue =>
            {
                double s = byteValue / 255.0;
                return s <= 0.04045 ? s / 12.92 : Math.Pow((s + 0.055) / 1.055, 2.4);
            }),
        ];
        double[] seen = [.. Multiply(vision, linear).Select(c => Math.Clamp(c, 0, 1))];
        double[] toXyz = [0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339, 0.1191920, 0.9503041];
        double[] white = Multiply(toXyz, [1, 1, 1]);
        double[] f =
        [
            .. Multiply(toXyz, seen).Zip(white, (c, w) => c / w > 216.0 / 24389 ? Math.Cbrt(c / w) : ((24389.0 / 27 * c / w) + 16) / 116),
        ];
        return [(116 * f[1]) - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])];
    }

    private static double[] Multiply(double[] m, double[] v) =>
        [.. Enumerable.Range(0, 3).Select(row => (m[3 * row] * v[0]) + (m[(3 * row) + 1] * v[1]) + (m[(3 * row) + 2] * v[2]))];
}
