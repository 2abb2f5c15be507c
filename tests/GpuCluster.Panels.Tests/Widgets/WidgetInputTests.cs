using System.Text;
using CsCheck;
using GpuCluster.Panels.Plots;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Samples;
using SkiaSharp;
using static GpuCluster.Panels.Tests.Widgets.WidgetFixture;

namespace GpuCluster.Panels.Tests.Widgets;

/// <summary>Widgets without a window: arranged in a picture, then told input.</summary>
public sealed class WidgetInputTests
{
    private double _value = 5;

    [Fact]
    public void A_slider_follows_the_cursor_to_its_ends_and_is_put_back()
    {
        Slider slider = new("name", () => _value, value => _value = value) { Max = 10, Default = 3 };
        Arrange(slider);
        Tell(slider, PointerKind.Press, 50);
        Assert.Equal(2.5, _value, 6);
        Tell(slider, PointerKind.Drag, -100);
        Assert.Equal(0, _value);
        Tell(slider, PointerKind.Drag, 4000);
        Assert.Equal(10, _value);
        Assert.True(slider.Press(Key.Left, isShift: true));
        Assert.Equal(9, _value, 6);
        slider.Press(Key.Backspace, isShift: false);
        Assert.Equal(3, _value);
        Assert.False(slider.Press(Key.Space, isShift: false));
    }

    [Fact]
    public void A_button_of_a_command_does_it_and_its_tip_names_the_key()
    {
        SceneState scene = new(new SampleFacts(5));
        Button button = new("Invert", SceneCommands.Invert, scene);
        Assert.Equal("invert the selection (I)", button.Tip);
        Assert.True(button.Press(Key.Enter, isShift: false));
        Assert.Equal(5, scene.Selection.Count);
    }

    [Fact]
    public void A_logarithmic_slider_gives_equal_ways_equal_ratios()
    {
        Slider slider = new("name", () => _value, value => _value = value)
        {
            Min = 0.01,
            Max = 100,
            IsLogarithmic = true,
        };
        Arrange(slider);
        Tell(slider, PointerKind.Press, 100);
        Assert.Equal(1, _value, 6);
        Tell(slider, PointerKind.Drag, 150);
        Assert.Equal(10, _value, 6);
    }

    [Fact]
    public void A_button_acts_when_let_go_over_it_and_by_enter()
    {
        int pressed = 0;
        Button button = new("Hide", () => pressed++);
        Arrange(button);
        Tell(button, PointerKind.Press, 20);
        Tell(button, PointerKind.Release, 2000);
        Assert.Equal(0, pressed);
        Tell(button, PointerKind.Release, 20);
        Assert.True(button.Press(Key.Enter, isShift: false));
        Assert.Equal(2, pressed);
    }

    [Fact]
    public void A_long_list_scrolls_and_chooses_what_is_under_the_cursor()
    {
        List<int> chosen = new();
        ListView list = new(() => 300, i => new ListRow($"row {i}"), (row, _) => chosen.Add(row));
        Arrange(list);
        Tell(list, PointerKind.Press, 40);
        list.Point(new PointerInput(PointerKind.Wheel, new SKPoint(40, 5)) { Steps = -1 });
        Tell(list, PointerKind.Press, 40);
        list.Press(Key.End, isShift: false);
        list.Press(Key.Enter, isShift: false);
        Assert.Equal([0, 3, 299], chosen);
        Assert.Equal(292, list.First);
    }

    [Fact]
    public void Text_is_walked_over_and_deleted_by_whole_characters()
    {
        TextField field = new("hint", static _ => { });
        foreach (Rune rune in "猫e\u0301😀x".EnumerateRunes())
            field.Type(rune);
        field.Press(Key.Left, isShift: false);
        field.Press(Key.Backspace, isShift: false);
        field.Press(Key.Backspace, isShift: false);
        Assert.Equal("猫x", field.Text);
        Assert.Equal(1, field.Caret);
    }

    [Fact]
    public void A_folded_section_hides_its_content_from_mouse_and_keyboard()
    {
        Button inside = new("inside", () => { });
        Section section = new("Title", inside);
        Arrange(section);
        SKPoint place = new(inside.Area.MidX, inside.Area.MidY);
        Assert.Same(inside, section.At(place));
        section.Press(Key.Enter, isShift: false);
        Arrange(section);
        Assert.Null(section.At(place));
        Assert.DoesNotContain(inside, section.All());
    }

    [Fact]
    public void Plots_of_nothing_one_value_infinities_and_zeros_are_drawn()
    {
        foreach (float[] y in new float[][] { [], [3], [float.NaN, float.PositiveInfinity], [0, -1, 10], [5, 5], [1e-30f, 1e30f] })
        {
            PlotSeries series = new("line", SKColors.Red, [.. Enumerable.Range(0, y.Length).Select(i => (float)i)], y);
            Assert.True(Arrange(new Plot("title", () => [series]) { IsLogarithmic = true }) > 100);
            Assert.True(Arrange(new Plot("title", () => [series])) > 100);
        }
    }

    [Fact]
    public void Ticks_lie_on_the_axis_and_are_not_too_many() =>
        Gen.Select(Gen.Double[-1e6, 1e6], Gen.Double[1e-6, 1e6], Gen.Int[1, 12])
            .Sample(
                (min, range, max) =>
                {
                    IReadOnlyList<double> ticks = AxisTicks.Linear(min, min + range, max);
                    Assert.InRange(ticks.Count, 0, max + 1);
                    Assert.All(ticks, tick => Assert.InRange(tick, min - (1e-3 * range), min + (1.001 * range)));
                }
            );
}
