using System.Numerics;
using CsCheck;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Names;

namespace GpuCluster.Scene.Tests.Names;

/// <summary>Which names a picture shows, and where.</summary>
public sealed class NamePlacingTests
{
    private const float Size = 16;
    private static readonly OverlayArea Picture = new(100, 50, 900, 500);

    private static readonly Gen<NameCandidate[]> Candidates = Gen.Select(
            Gen.Float[0, 1280],
            Gen.Float[0, 720],
            Gen.Float[5, 250],
            Gen.Float[0.01f, 5]
        )
        .Array[0, 400]
        .Select(all => all.Select((one, i) => new NameCandidate(i, new Vector2(one.Item1, one.Item2), one.Item3, one.Item4)).ToArray());

    [Fact]
    public void No_two_names_overlap_and_all_lie_in_the_free_area() =>
        Candidates.Sample(candidates =>
        {
            List<(int Index, OverlayArea Area)> placed = new NamePlacing().Place(candidates, Size, Picture);
            Assert.True(placed.Count <= NamePlacing.Max);
            for (int i = 0; i < placed.Count; i++)
            {
                OverlayArea area = placed[i].Area;
                Assert.True(area is { X: >= 100, Y: >= 50 } && area.X + area.Width <= 1000 && area.Y + area.Height <= 550, $"{area}");
                Assert.True(area.Width >= candidates[placed[i].Index].Width);
                for (int j = 0; j < i; j++)
                {
                    OverlayArea other = placed[j].Area;
                    bool isApart =
                        area.X + area.Width <= other.X
                        || other.X + other.Width <= area.X
                        || area.Y + area.Height <= other.Y
                        || other.Y + other.Height <= area.Y;
                    Assert.True(isApart, $"{area} {other}");
                }
            }
        });

    [Fact]
    public void One_camera_has_the_same_names_however_often_it_is_asked() =>
        Candidates.Sample(candidates =>
        {
            NamePlacing placing = new();
            List<(int Index, OverlayArea Area)> first = placing.Place(candidates, Size, Picture);
            Assert.Equal(first, new NamePlacing().Place(candidates, Size, Picture));
            List<(int Index, OverlayArea Area)> again = placing.Place(candidates, Size, Picture);
            Assert.Equal(first.OrderBy(name => name.Index), again.OrderBy(name => name.Index));
            Assert.Equal(again.OrderBy(name => name.Index), placing.Place(candidates, Size, Picture).OrderBy(name => name.Index));
        });

    [Fact]
    public void The_largest_name_always_has_its_place() =>
        Candidates
            .Where(candidates => candidates.Length > 0)
            .Sample(candidates =>
            {
                candidates[^1] = new NameCandidate(candidates.Length - 1, new Vector2(500, 300), 120, 10);
                Assert.Equal(candidates.Length - 1, new NamePlacing().Place(candidates, Size, Picture)[0].Index);
            });

    [Fact]
    public void Two_names_of_nearly_one_size_do_not_take_turns()
    {
        NamePlacing placing = new();
        List<int> shown = [];
        for (int frame = 0; frame < 10; frame++)
        {
            // Five names on one place, of which three find a line; the last two are a little larger in every other picture.
            NameCandidate[] candidates =
            [
                .. Enumerable.Range(0, 5).Select(i => new NameCandidate(i, new Vector2(500, 300), 100, frame % 2 == 1 && i > 2 ? 1.1f : 1)),
            ];
            shown.AddRange(placing.Place(candidates, Size, Picture).Select(name => name.Index).Order());
        }

        Assert.Equal(Enumerable.Repeat(new[] { 0, 1, 2 }, 10).SelectMany(ids => ids), shown);
    }

    [Fact]
    public void More_names_come_as_the_camera_comes_nearer()
    {
        static int Shown(float zoom) =>
            new NamePlacing()
                .Place(
                    [
                        .. Enumerable
                            .Range(0, 60)
                            .Select(i => new NameCandidate(
                                i,
                                new Vector2(550, 300) + (zoom * new Vector2(40 * MathF.Cos(i), 40 * MathF.Sin(i * 1.7f))),
                                80,
                                1
                            )),
                    ],
                    Size,
                    Picture
                )
                .Count;

        Assert.True(Shown(5) > 2 * Shown(1), $"{Shown(1)} {Shown(5)}");
    }

    [Fact]
    public void Names_without_a_weight_or_outside_are_left_out()
    {
        NameCandidate[] candidates =
        [
            new(0, new Vector2(500, 300), 50, float.NaN),
            new(1, new Vector2(500, 300), 50, 0),
            new(2, new Vector2(20, 300), 50, 1),
            new(3, new Vector2(500, 300), 5_000, 1),
        ];
        Assert.Empty(new NamePlacing().Place(candidates, Size, Picture));
        Assert.Empty(new NamePlacing().Place([], Size, default));
    }

    [Theory]
    [InlineData("cat", "cat")]
    [InlineData("  a\nb\t", "a b")]
    [InlineData("exactly twenty-eight letters", "exactly twenty-eight letters")]
    public void A_short_name_stays(string name, string shown) => Assert.Equal(shown, ShortName.Of(name));

    [Fact]
    public void A_name_of_300_characters_is_shortened_between_letters()
    {
        string name = string.Concat(Enumerable.Repeat("e\u0301", 300));
        string shown = ShortName.Of(name);
        Assert.Equal(string.Concat(Enumerable.Repeat("e\u0301", ShortName.MaxLength - 1)) + "…", shown);
        Assert.Equal(ShortName.MaxLength, ShortName.Of(new string('x', 300)).Length);
    }
}
