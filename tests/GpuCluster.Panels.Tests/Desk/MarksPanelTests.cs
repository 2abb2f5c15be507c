using System.Text;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Marks;

namespace GpuCluster.Panels.Tests.Desk;

/// <summary>The samples whose class is likely wrong: one key for each.</summary>
public sealed class MarksPanelTests : IDisposable
{
    private readonly DeskFixture _stage = new();

    public MarksPanelTests()
    {
        _stage.Panels.UnfoldAll();
        _stage.Screenshot();
    }

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void The_list_takes_the_keyboard_when_it_is_filled()
    {
        Assert.False(_stage.Press(Key.A), "A flies");
        Find();
        Assert.True(_stage.Press(Key.A));
        Assert.True(_stage.Press(Key.K));
        Assert.Equal(2, _stage.Scene.Review.Done);
        Assert.Equal("4", _stage.Scene.Marks.ClassOf(3));
        Assert.Equal("5", _stage.Scene.Marks.ClassOf(5));

        // Esc gives it back to the scene, for good.
        Assert.True(_stage.Press(Key.Escape));
        _stage.Screenshot();
        Assert.False(_stage.Press(Key.A), "A flies");
    }

    [Fact]
    public void A_line_that_is_typed_in_keeps_the_keyboard()
    {
        _stage.Panels.Search();
        _stage.Screenshot();
        Find();
        Assert.True(_stage.Tell(InputEvent.Typed(new Rune('a'))));
        Assert.Equal(0, _stage.Scene.Review.Done);
    }

    private void Find()
    {
        _stage.Scene.Review.Set([new Suspect(3, "4", 1), new Suspect(5, "6", 0.9f), new Suspect(8, "1", 0.8f)]);
        _stage.Screenshot();
    }
}
