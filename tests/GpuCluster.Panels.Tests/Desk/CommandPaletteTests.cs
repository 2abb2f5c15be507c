using System.Text;
using GpuCluster.Panels.Palette;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Input;

namespace GpuCluster.Panels.Tests.Desk;

/// <summary>Commands that are found by their words.</summary>
public sealed class CommandPaletteTests : IDisposable
{
    private readonly DeskFixture _stage = new();

    public CommandPaletteTests()
    {
        _stage.Screenshot();
        _stage.Panels.FindCommand();
        _stage.Screenshot();
    }

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void Enter_runs_the_first_command_that_has_all_words_and_the_keyboard_is_free_again()
    {
        bool wasShown = _stage.Scene.Names.IsShown;
        Type("names hide SPACE");
        Assert.True(_stage.Press(Key.Enter));
        _stage.Screenshot();
        Assert.NotEqual(wasShown, _stage.Scene.Names.IsShown);
        Assert.False(_stage.Press(Key.A), "A flies");
    }

    [Fact]
    public void A_chord_that_does_something_of_its_own_has_a_row()
    {
        float before = _stage.Scene.Look.PointSize;
        Type("points =");
        Assert.True(_stage.Press(Key.Enter));
        Assert.True(_stage.Scene.Look.PointSize > before);
    }

    [Fact]
    public void Words_that_no_command_has_run_nothing()
    {
        Type("fly me to the moon");
        _stage.Screenshot();
        Assert.True(_stage.Press(Key.Enter));
        Assert.False(_stage.Scene.TryNextRequest(out _));
    }

    [Fact]
    public void Esc_closes_it_before_it_quits_and_so_does_its_key()
    {
        Assert.True(_stage.Press(Key.Escape));
        Assert.False(_stage.Press(Key.Escape));
        _stage.Panels.FindCommand();
        _stage.Panels.FindCommand();
        _stage.Screenshot();
        Assert.False(_stage.Press(Key.A), "A flies");
    }

    [Fact]
    public void Every_command_that_can_be_run_is_found_by_its_own_words()
    {
        CommandPalette palette = new(_stage.Scene);
        TextField line = (TextField)palette.Panel.Entry!;
        foreach (SceneCommand command in SceneCommands.All.Where(command => command.CanRun))
        {
            foreach ((int index, KeyChord chord) in command.Chords.Index())
            {
                line.Set($"{command.Text} {chord}");
                Assert.Contains((command, index), palette.Rows);
            }
        }
    }

    private void Type(string text)
    {
        foreach (Rune character in text.EnumerateRunes())
            _stage.Tell(InputEvent.Typed(character));
    }
}
