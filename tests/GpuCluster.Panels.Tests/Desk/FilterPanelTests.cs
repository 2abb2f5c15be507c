using System.Text;
using GpuCluster.Core.Samples;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Panels.Tests.Desk;

/// <summary>Search, filter and tags, by keyboard and mouse.</summary>
public sealed class FilterPanelTests : IDisposable
{
    private readonly DeskFixture _stage = new(
        columns: [new NumericColumn("score", [.. Enumerable.Range(0, 2_000).Select(i => i / 2_000.0)])],
        height: 1400
    );

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void A_key_leads_to_the_line_where_an_expression_filters()
    {
        Search();
        Type("class = 3 and score < 0.5");
        Assert.Empty(_stage.Scene.Filters.Chips);
        _stage.Screenshot();
        Assert.True(_stage.Press(Key.Enter));

        Assert.Equal("class = 3 and score < 0.5", Assert.Single(_stage.Scene.Filters.Chips).Text);
        Assert.Equal(100, _stage.Scene.Filters.Passing!.Count);
        Type("row");
        _stage.Press(Key.Enter);
        Assert.Equal(2, _stage.Scene.Filters.Chips.Count);
    }

    [Fact]
    public void A_wrong_expression_stays_in_the_line_with_its_reason_and_filters_nothing()
    {
        Search();
        Type("class = 3");
        _stage.Press(Key.Enter);
        OverlayBitmap before = _stage.Screenshot();
        Type("scroe < 1");
        _stage.Press(Key.Enter);

        Assert.Equal("class = 3", Assert.Single(_stage.Scene.Filters.Chips).Text);
        Assert.True(Yellow(_stage.Screenshot()) > Yellow(before) + 100, "no reason is shown");
    }

    [Fact]
    public void A_chip_is_removed_by_its_cross_and_edited_by_its_text()
    {
        Search();
        Type("class = 3");
        _stage.Press(Key.Enter);
        _stage.Press(Key.Escape);
        (int left, int right, int y) = Chip();
        _stage.Click(left + 12, y);
        Assert.Empty(_stage.Scene.Filters.Chips);

        Search();
        _stage.Press(Key.Enter);
        Assert.Equal("class = 3", Assert.Single(_stage.Scene.Filters.Chips).Text);
        _stage.Press(Key.Escape);
        (left, right, y) = Chip();
        _stage.Click(right - 8, y);
        Assert.Empty(_stage.Scene.Filters.Chips);
    }

    [Fact]
    public void A_drag_over_a_histogram_filters_and_is_one_step_of_undo()
    {
        _stage.Screenshot();
        _stage.Panels.UnfoldAll();
        _stage.Screenshot();
        int y = Bars();
        _stage.Tell(InputEvent.CursorMoved(60, y));
        _stage.Tell(InputEvent.MouseButtonChanged(MouseButton.Left, isDown: true));
        _stage.Tell(InputEvent.CursorMoved(100, y));
        _stage.Tell(InputEvent.CursorMoved(140, y));
        Assert.NotNull(_stage.Scene.Filters.RangeOf("score"));
        Assert.False(_stage.Scene.Actions.CanUndo);
        _stage.Tell(InputEvent.MouseButtonChanged(MouseButton.Left, isDown: false));

        (double low, double high) = _stage.Scene.Filters.RangeOf("score")!.Value;
        Assert.InRange(low, 0.05, 0.3);
        Assert.InRange(high, 0.4, 0.7);
        _stage.Scene.Actions.Undo();
        Assert.Empty(_stage.Scene.Filters.Chips);
        Assert.False(_stage.Scene.Actions.CanUndo);
    }

    [Fact]
    public void A_thousand_classes_and_long_names_fit_into_the_panels()
    {
        using DeskFixture stage = new(classes: 1_000, name: i => new string((char)('a' + (i % 26)), 300));
        stage.Screenshot();
        stage.Panels.UnfoldAll();
        stage.Scene.Selection.Select(PointSet.Of(2_000, 5));
        stage.Scene.Marks.Tag(new string('x', 300));
        stage.Scene.Filters.TryAdd($"class = {new string('b', 300)}", out _);
        FrameInsetsAreSmall(stage);
    }

    private static void FrameInsetsAreSmall(DeskFixture stage)
    {
        stage.Screenshot();
        Assert.InRange(stage.Panels.Insets.Left, 100, 400);
        Assert.InRange(stage.Panels.Insets.Right, 100, 400);
    }

    private static int Yellow(OverlayBitmap picture) => Count(picture, (r, g, b) => r > 200 && g > 150 && b < 130);

    private static int Count(OverlayBitmap picture, Func<byte, byte, byte, bool> isCounted)
    {
        int count = 0;
        for (int i = 0; i < picture.Rgba.Length; i += 4)
            count += isCounted(picture.Rgba[i], picture.Rgba[i + 1], picture.Rgba[i + 2]) ? 1 : 0;
        return count;
    }

    // As the session does.
    private void Search()
    {
        _stage.Screenshot();
        _stage.Press(Key.F, Key.LeftControl);
        Assert.True(_stage.Scene.TryNextRequest(out SceneRequest? request));
        Assert.IsType<SceneRequest.Search>(request);
        _stage.Panels.Search();
    }

    private void Type(string text)
    {
        foreach (Rune character in text.EnumerateRunes())
            _stage.Tell(InputEvent.Typed(character));
    }

    /// <summary>The only chip, found by where a click removes the filter: its left and right ends and its middle.</summary>
    private (int Left, int Right, int Y) Chip()
    {
        _stage.Tell(InputEvent.CursorMoved(640, 300));
        OverlayBitmap before = _stage.Screenshot();
        for (int y = 100; y < 400; y++)
        {
            _stage.Tell(InputEvent.CursorMoved(30, y));
            OverlayBitmap over = _stage.Screenshot();
            // Under the cursor a chip turns blue from its left to its right end.
            int[] blue = [.. Enumerable.Range(10, 250).Where(x => IsBlue(over, x, y) && !IsBlue(before, x, y))];
            if (blue.Length > 40 && blue.Length < 200)
                return (blue[0], blue[^1], y + 5);
        }

        throw new InvalidOperationException("no chip is seen");
    }

    /// <summary>A height at which the bars of the histogram are seen.</summary>
    private int Bars()
    {
        OverlayBitmap picture = _stage.Screenshot();
        for (int y = 130; y < 900; y++)
        {
            int row = 4 * y * _stage.Scene.Width;
            if (Enumerable.Range(20, 230).Count(x => IsAccent(picture, row + (4 * x))) > 100)
                return y + 5;
        }

        throw new InvalidOperationException("no histogram is seen");
    }

    private static bool IsAccent(OverlayBitmap picture, int i) =>
        picture.Rgba[i] == 0x48 && picture.Rgba[i + 1] == 0xA8 && picture.Rgba[i + 2] == 0xF0;

    private bool IsBlue(OverlayBitmap picture, int x, int y)
    {
        int i = 4 * ((y * _stage.Scene.Width) + x);
        return picture.Rgba[i + 2] > picture.Rgba[i] + 20;
    }
}
