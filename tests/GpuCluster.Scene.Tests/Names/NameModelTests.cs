using System.Numerics;
using CsCheck;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Names;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Tests.Names;

/// <summary>Where the names of classes stand in a scene, and when.</summary>
public sealed class NameModelTests
{
    [Fact]
    public void A_group_in_two_parts_has_its_place_in_the_larger_part_and_not_between() =>
        Gen.Select(Gen.Int[30, 200], Gen.Int[0, 1000])
            .Sample(
                (smaller, seed) =>
                {
                    Random random = new(seed);
                    int larger = 2 * smaller;
                    Vector3[] middles = [new(-5, 0, 0), new(5, 1, 2), new(0, 6, 0)];
                    Vector4[] positions = new Vector4[larger + smaller + 100];
                    int[] groupOf = new int[positions.Length];
                    for (int i = 0; i < positions.Length; i++)
                    {
                        int part =
                            i < larger ? 0
                            : i < larger + smaller ? 1
                            : 2;
                        groupOf[i] = part == 2 ? 1 : 0;
                        Vector3 noise = new(random.NextSingle() - 0.5f, random.NextSingle() - 0.5f, random.NextSingle() - 0.5f);
                        positions[i] = new Vector4(middles[part] + (0.6f * noise), 0);
                    }

                    int[] places = GroupPlaces.Of(positions, groupOf, 3, CloudBounds.Of(positions));
                    Assert.InRange(places[0], 0, larger - 1);
                    Assert.True(places[1] >= larger + smaller);
                    Assert.Equal(-1, places[2]);
                },
                iter: 50
            );

    [Fact]
    public void Points_that_are_nowhere_or_all_in_one_place_do_no_harm()
    {
        Assert.Equal([-1, -1], GroupPlaces.Of([], [], 2, CloudBounds.Unit));
        Vector4[] nowhere = [new(float.NaN), new(float.PositiveInfinity)];
        Assert.Equal([-1, -1], GroupPlaces.Of(nowhere, [0, 1], 2, CloudBounds.Of(nowhere)));
        Vector4[] equal = [.. Enumerable.Repeat(new Vector4(3, 3, 3, 0), 10)];
        Assert.Equal(0, GroupPlaces.Of(equal, new int[10], 1, CloudBounds.Of(equal))[0]);
    }

    [Fact]
    public void Each_class_has_its_name_over_its_points_and_hidden_classes_have_none()
    {
        SceneState scene = Scene(4, i => $"class {i}");
        IReadOnlyList<PlacedName> names = Settle(scene);
        Assert.Equal(["class 0", "class 1", "class 2", "class 3"], names.Select(name => name.Text).Order());
        foreach (PlacedName name in names)
        {
            int label = name.Text[^1] - '0';
            Vector2 pixel = scene.Pixels.ToPixel(scene.Pixels.ToClip(MiddleOf(label, 4)));
            Vector2 middle = new(name.Area.X + (name.Area.Width / 2f), name.Area.Y + (name.Area.Height / 2f));
            Assert.True(Vector2.Distance(pixel, middle) < 60, $"{name} {pixel}");
            Assert.Equal(scene.Colours.Legend.Entries[label].Rgba, name.Rgba);
        }

        scene.Colours.ToggleEntry(2);
        Assert.DoesNotContain("class 2", Settle(scene).Select(name => name.Text));

        // Where colours show something else, classes are still named.
        scene.Selection.ShowAll();
        Assert.True(scene.Colours.TryChoose("density"));
        Assert.Equal(4, Settle(scene).Count);
    }

    [Fact]
    public void The_key_hides_the_names_and_brings_them_back_and_no_panel_covers_one()
    {
        SceneState scene = Scene(4, i => $"class {i}");
        Settle(scene);
        foreach (int expected in new[] { 0, 4 })
        {
            scene.Handle(InputEvent.KeyChanged(Key.LeftShift, true));
            scene.Handle(InputEvent.KeyChanged(Key.N, true));
            scene.Handle(InputEvent.KeyChanged(Key.LeftShift, false));
            Assert.True(scene.NeedsFrame);
            Assert.Equal(expected, Settle(scene).Count);
        }

        scene.Insets = new FrameInsets(300, 40, 280, 120);
        foreach (PlacedName name in Settle(scene))
        {
            Assert.InRange(name.Area.X, 300, 1000 - name.Area.Width);
            Assert.InRange(name.Area.Y, 40, 600 - name.Area.Height);
        }
    }

    [Fact]
    public void A_thousand_classes_with_names_of_300_characters_and_no_class_at_all_are_no_trouble()
    {
        SceneState many = Scene(1000, i => $"{i} {new string('x', 300)}", count: 5000);
        IReadOnlyList<PlacedName> names = Settle(many);
        Assert.InRange(names.Count, 5, NamePlacing.Max);
        Assert.All(names, name => Assert.True(name.Text.Length <= ShortName.MaxLength));
        Assert.Empty(Settle(Scene(0, i => $"{i}")));
    }

    [Fact]
    public void A_scene_at_rest_asks_for_no_more_frames_and_gives_the_same_list()
    {
        SceneState scene = Scene(4, i => $"class {i}");
        IReadOnlyList<PlacedName> names = Settle(scene);
        Assert.False(scene.NeedsFrame);
        Assert.Same(names, scene.Advance(1 / 60.0).Names);
    }

    private static Vector4 MiddleOf(int label, int classes)
    {
        float turn = MathF.Tau * label / Math.Max(1, classes);
        return new Vector4(4 * MathF.Cos(turn), 4 * MathF.Sin(turn), label % 3, 0);
    }

    private static SceneState Scene(int classes, Func<int, string> name, int count = 400)
    {
        SampleLabels? labels =
            classes == 0
                ? null
                : new SampleLabels(
                    [.. Enumerable.Range(0, count).Select(i => i % classes)],
                    [.. Enumerable.Range(0, classes).Select(name)]
                );
        SceneState scene = new(new SampleFacts(count) { Labels = labels });
        scene.Resize(1280, 720);
        scene.UpdatePositions(positions =>
        {
            for (int i = 0; i < positions.Length; i++)
            {
                Vector3 noise = new(MathF.Sin(i), MathF.Sin(i * 1.7f), MathF.Sin(i * 0.3f));
                positions[i] = MiddleOf(classes == 0 ? 0 : i % classes, classes) + new Vector4(0.3f * noise, 0);
            }
        });
        return scene;
    }

    private static IReadOnlyList<PlacedName> Settle(SceneState scene)
    {
        for (int i = 0; i < 300; i++)
            scene.Advance(1 / 60.0);
        return scene.Advance(1 / 60.0).Names;
    }
}
