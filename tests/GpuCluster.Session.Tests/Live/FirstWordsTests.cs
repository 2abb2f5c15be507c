using GpuCluster.Scene.Input;
using GpuCluster.Session.Live;

namespace GpuCluster.Session.Tests.Live;

/// <summary>What a window says before it is used: how far loading is, and the keys to start with.</summary>
public sealed class FirstWordsTests
{
    public static TheoryData<InputEvent> Uses =>
        new()
        {
            InputEvent.KeyChanged(Key.W, isDown: true),
            InputEvent.MouseButtonChanged(MouseButton.Left, isDown: true),
            InputEvent.Scrolled(1),
        };

    [Theory]
    [MemberData(nameof(Uses))]
    public void The_hint_goes_away_with_the_first_use_and_stays_away(InputEvent use)
    {
        FirstHint hint = new(isOn: true);
        hint.Handle(InputEvent.CursorMoved(3, 4));
        hint.Handle(InputEvent.KeyChanged(Key.W, isDown: false));
        Assert.Contains("drag: look around", hint.Text, StringComparison.Ordinal);
        Assert.Contains("wheel: nearer, farther", hint.Text, StringComparison.Ordinal);
        hint.Handle(use);
        Assert.Equal(string.Empty, hint.Text);
        hint.Handle(InputEvent.CursorMoved(5, 4));
        Assert.Equal(string.Empty, hint.Text);
    }

    [Fact]
    public void A_hint_that_is_off_is_never_shown() => Assert.Equal(string.Empty, new FirstHint(isOn: false).Text);

    [Theory]
    [InlineData("(10000, 28, 28) to (10000, 784)", 10_000)]
    [InlineData("(69, 32, 32, 3) by clip on host", 69)]
    [InlineData("500 files", 500)]
    [InlineData("mnist", 0)]
    [InlineData("2024", 0)]
    [InlineData("202432 edges to (10000, 3)", 0)]
    [InlineData("", 0)]
    public void A_stage_counts_what_its_shape_begins_with(string shape, int items) =>
        Assert.Equal(items, new LoadingStage("embed", shape, 0.25, 2).Items);

    [Fact]
    public void A_rate_is_known_after_half_a_second()
    {
        LoadingStage stage = new("embed", "(10000, 784)", 0.25, 2);
        Assert.Equal(1250, stage.ItemsPerSecond, 1e-9);
        Assert.Equal(0, (stage with { Seconds = 0.1 }).ItemsPerSecond);
    }
}
