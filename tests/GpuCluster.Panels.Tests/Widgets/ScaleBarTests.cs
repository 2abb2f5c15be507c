using CsCheck;
using GpuCluster.Panels.Widgets;
using SkiaSharp;

namespace GpuCluster.Panels.Tests.Widgets;

/// <summary>The numbers under a scale of colours.</summary>
public sealed class ScaleBarTests
{
    [Fact]
    public void No_two_numbers_touch_and_the_ends_are_always_there() =>
        Gen.Select(Gen.Float[-1000, 1000], Gen.Float[0.001f, 1000], Gen.Int[60, 400], Gen.Int[2, 5])
            .Sample(
                (low, range, width, count) =>
                {
                    (string Text, uint Rgba)[] stations =
                    [
                        .. Enumerable.Range(0, count).Select(i => ((low + (range * i / (count - 1))).ToString("G4", null), 0u)),
                    ];
                    ScaleBar bar = new(() => stations);
                    WidgetFixture.With(pen =>
                    {
                        bar.Arrange(pen, SKRect.Create(0, 0, width, 30));
                        IReadOnlyList<(string Text, float Left, float Right)> numbers = bar.Numbers(pen, stations, 11);
                        Assert.True(numbers.Count >= 2);
                        Assert.Equal(0, numbers[0].Left);
                        Assert.Equal(width, numbers[^1].Right, 0.01f);
                        for (int i = 1; i < numbers.Count; i++)
                            Assert.True(numbers[i].Left - numbers[i - 1].Right >= 10.9f, string.Join(' ', numbers));
                    });
                },
                iter: 100
            );
}
