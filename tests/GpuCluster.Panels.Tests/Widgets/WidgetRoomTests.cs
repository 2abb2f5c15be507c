using GpuCluster.Panels.Widgets;
using GpuCluster.Scene.Input;
using SkiaSharp;
using static GpuCluster.Panels.Tests.Widgets.WidgetFixture;

namespace GpuCluster.Panels.Tests.Widgets;

/// <summary>What widgets choose, and how much room they take and give, without a window.</summary>
public sealed class WidgetRoomTests
{
    [Fact]
    public void A_toggle_switches_when_let_go_over_it_and_by_space_but_not_where_it_cannot_be_used()
    {
        bool isOn = false,
            isUsable = true;
        Toggle toggle = new("name", () => isOn, on => isOn = on) { EnabledWhen = () => isUsable };
        byte[] off = Draw(toggle);
        Tell(toggle, PointerKind.Press, 20);
        Tell(toggle, PointerKind.Release, 2000);
        Assert.False(isOn);
        Tell(toggle, PointerKind.Release, 20);
        Assert.True(isOn);
        Assert.NotEqual(off, Draw(toggle));
        Assert.True(toggle.Press(Key.Space, isShift: false));
        Assert.False(isOn);
        Assert.False(toggle.Press(Key.Left, isShift: false));

        isUsable = false;
        Tell(toggle, PointerKind.Release, 20);
        Assert.False(toggle.Press(Key.Enter, isShift: false));
        Assert.False(toggle.TakesFocus);
        Assert.False(isOn);
    }

    [Fact]
    public void A_choice_opens_its_list_below_takes_what_is_clicked_and_goes_round_by_arrows()
    {
        int chosen = 0;
        string[] all = ["label", "density", "密度"];
        Choice choice = new("by", () => all, () => chosen, index => chosen = index);
        Draw(choice);
        float closed = choice.Area.Height;
        Assert.Same(choice, choice.At(new SKPoint(20, closed / 2)));
        Tell(choice, PointerKind.Press, 20);
        Assert.True(choice.IsOpen);
        Draw(choice);
        Assert.True(choice.Area.Height > 2 * closed);

        Widget list = choice.At(new SKPoint(20, choice.Area.Bottom - 3))!;
        Assert.NotSame(choice, list);
        Tell(list, PointerKind.Press, 20, list.Area.Bottom - 3);
        Assert.Equal(2, chosen);
        Assert.False(choice.IsOpen);

        choice.Press(Key.Right, isShift: false);
        Assert.Equal(0, chosen);
        choice.Press(Key.Left, isShift: false);
        Assert.Equal(2, chosen);
    }

    [Fact]
    public void A_choice_of_nothing_is_drawn_and_chooses_nothing()
    {
        Choice choice = new("by", () => [], () => -1, _ => Assert.Fail("there is nothing to choose"));
        Assert.True(Arrange(choice) > 100);
        Assert.False(choice.Press(Key.Right, isShift: false));
        choice.Press(Key.Enter, isShift: false);
        Assert.True(Arrange(choice) > 100);
    }

    [Fact]
    public void A_row_gives_its_width_by_shares_to_what_is_shown()
    {
        bool isShown = true;
        Button one = new("a", static () => { }),
            two = new("b", static () => { }) { ShownWhen = () => isShown },
            fixedWide = new("c", static () => { });
        Row row = new(one, two, fixedWide) { Shares = [1, 3, -2] };
        With(pen =>
        {
            row.Arrange(pen, SKRect.Create(10, 0, 180, row.Measure(pen, 180)));
            Assert.Equal(10, one.Area.Left);
            Assert.Equal(one.Area.Right + pen.Style.Gap, two.Area.Left, 1e-3);
            Assert.Equal(3 * one.Area.Width, two.Area.Width, 1e-3);
            Assert.Equal(2 * pen.Style.Unit, fixedWide.Area.Width, 1e-3);
            Assert.Equal(190, fixedWide.Area.Right, 1e-3);

            isShown = false;
            row.Arrange(pen, SKRect.Create(10, 0, 180, row.Measure(pen, 180)));
            Assert.Equal(180 - pen.Style.Gap - (2 * pen.Style.Unit), one.Area.Width, 1e-3);
            Assert.Equal(190, fixedWide.Area.Right, 1e-3);
        });
    }

    [Fact]
    public void A_column_leaves_gaps_between_what_takes_room()
    {
        bool isShown = false;
        Button first = new("a", static () => { }),
            hidden = new("b", static () => { }) { ShownWhen = () => isShown },
            last = new("c", static () => { });
        Column column = new(new Label(static () => string.Empty), first, new Label(static () => string.Empty), hidden, last);
        With(pen =>
        {
            column.Arrange(pen, SKRect.Create(0, 7, Width, column.Measure(pen, Width)));
            Assert.Equal(7, first.Area.Top);
            Assert.Equal(first.Area.Bottom + pen.Style.Gap, last.Area.Top, 1e-3);
            Assert.Equal(column.Area.Bottom, last.Area.Bottom, 1e-3);
            Assert.Equal(Width, last.Area.Width);

            isShown = true;
            Assert.Equal((3 * pen.Style.Row) + (2 * pen.Style.Gap), column.Measure(pen, Width), 1e-3);
        });
        Draw(column);
        Assert.Same(hidden, column.At(new SKPoint(5, hidden.Area.MidY)));
    }

    [Fact]
    public void A_label_breaks_between_words_up_to_its_lines_and_cuts_what_is_left()
    {
        string text = string.Join(' ', Enumerable.Repeat("neighbours", 12));
        With(pen =>
        {
            float line = new Label(() => "one").Measure(pen, Width);
            Assert.Equal(0, new Label(() => string.Empty).Measure(pen, Width));
            Assert.Equal(2 * line, new Label(() => "one\ntwo").Measure(pen, Width), 1e-3);
            Assert.Equal(line, new Label(() => text).Measure(pen, Width), 1e-3);
            Assert.Equal(3 * line, new Label(() => text) { MaxLines = 3 }.Measure(pen, Width), 1e-3);
            Assert.Equal(line, new Label(() => "short") { MaxLines = 3 }.Measure(pen, Width), 1e-3);
            Assert.Equal(line, new Label(() => new string('x', 300)) { MaxLines = 3 }.Measure(pen, Width), 1e-3);
        });
        Label label = new(() => text) { MaxLines = 3 };
        byte[] drawn = Draw(label);
        Assert.All(
            Enumerable.Range((int)label.Area.Bottom + 2, Height - (int)label.Area.Bottom - 2),
            y => Assert.Equal(0, drawn[(y * Width * 4) + 3])
        );
    }

    [Fact]
    public void A_scale_runs_from_its_first_colour_to_its_last_and_takes_no_room_without_two()
    {
        IReadOnlyList<(string Text, uint Rgba)> stations = [("0", 0xFF0000FF)];
        ScaleBar bar = new(() => stations);
        Assert.Equal(0, Arrange(bar));
        Assert.Equal(0, bar.Area.Height);

        stations = [("0", 0xFF0000FF), ("0.5", 0xFF00FF00), ("1", 0xFFFF0000)];
        byte[] rgba = Draw(bar);
        Assert.True(Strongest(4) == 0 && Strongest(Width / 2) == 1 && Strongest(Width - 5) == 2);

        // Far more numbers than fit.
        stations = [.. Enumerable.Range(0, 90).Select(i => ($"{i * 1e9:F3}", (uint)i))];
        Assert.True(Arrange(bar) > 100);

        int Strongest(int x)
        {
            int at = ((5 * Width) + x) * 4;
            return Enumerable.Range(0, 3).MaxBy(channel => rgba[at + channel]);
        }
    }

    [Fact]
    public void A_strip_of_pictures_tells_which_is_under_the_cursor_and_leaves_out_what_does_not_fit()
    {
        List<int> chosen = [];
        List<int?> hovered = [];
        (int Index, string Caption)[] items = [.. Enumerable.Range(0, 50).Select(i => (100 + i, $"{i}"))];
        ImageStrip strip = new(null, () => items, chosen.Add) { MaxRows = 2, Hover = hovered.Add };
        Draw(strip);
        float rowHeight = strip.Area.Height / 2;
        Tell(strip, PointerKind.Move, 3, 3);
        Tell(strip, PointerKind.Release, 3, 3);
        Tell(strip, PointerKind.Release, Width - 3, 3);
        int columns = chosen[1] - 99;
        Tell(strip, PointerKind.Release, 3, rowHeight + 3);
        Tell(strip, PointerKind.Release, 3, strip.Area.Bottom + 3);
        Tell(strip, PointerKind.Leave, 3, 3);
        Assert.Equal([100, 99 + columns, 100 + columns], chosen);
        Assert.InRange(columns, 2, 10);
        Assert.Equal([100, null], hovered);

        items = [(7, "only")];
        Draw(strip);
        Assert.Equal(rowHeight, strip.Area.Height, 1e-3);
        Tell(strip, PointerKind.Release, Width - 3, 3);
        Assert.Equal(3, chosen.Count);
    }
}
