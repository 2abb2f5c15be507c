using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Drawing;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels.Tests.Desk;

/// <summary>A dock that is too high for its window, and a user.</summary>
public sealed class DeskInputTests : IDisposable
{
    private readonly FontBook _fonts = new([], static _ => { });
    private readonly Dock _dock = new();
    private readonly Section _section;
    private readonly Panel _panel;
    private readonly DeskInput _input;
    private readonly Button _vanishing;
    private readonly Button _tipped = new("more", static () => { }) { Tip = "tells" };
    private bool _isVanished;
    private int _lines = 10;

    public DeskInputTests()
    {
        _vanishing = new Button("find", () => _isVanished = true) { ShownWhen = () => !_isVanished, Tip = "finds" };
        _section = new Section(
            "more",
            new Column(
                new Button("fill", static () => { }),
                new ListView(() => _lines, i => new ListRow($"{i}"), static (_, _) => { }) { MaxRows = 10 }
            )
        )
        {
            IsFolded = true,
        };
        _panel = new Panel(
            "panel",
            new Column([_vanishing, _tipped, .. Enumerable.Range(0, 9).Select(i => new Label(() => $"line {i}")), _section])
        );
        _dock.Fill([_panel]);
        _input = new DeskInput([_dock], TimeProvider.System);
        Refresh();
    }

    public void Dispose() => _fonts.Dispose();

    [Fact]
    public void A_section_that_is_opened_is_scrolled_into_view()
    {
        Assert.True(_panel.Picture.Height < 400);
        Click(_section.Area.MidX, _section.Area.Top + 5);
        Refresh();
        Assert.True(_panel.Picture.Height > 400, $"{_panel.Picture.Height}");
        Assert.True(_input.RevealGrown());
        Assert.InRange(_panel.Place.Y + _section.Area.Bottom, 0, 400);
        Assert.InRange(_panel.Place.Y + _section.Area.Top, 0, 400);
        Assert.False(_input.RevealGrown());

        Click(_section.Area.MidX, _section.Area.Top + 5);
        Refresh();
        Assert.False(_input.RevealGrown());
    }

    /// <summary>A list that a button fills, for example.</summary>
    [Fact]
    public void A_section_that_grows_after_a_button_in_it_was_pressed_is_scrolled_into_view_unless_one_scrolls()
    {
        _section.IsFolded = false;
        _lines = 0;
        Refresh();
        float x = _section.Area.MidX;
        float y = _section.Area.Top + 30;
        Click(x, y);
        Refresh();
        Assert.False(_input.RevealGrown());
        _lines = 10;
        Refresh();
        Assert.True(_input.RevealGrown());

        _lines = 0;
        Refresh();
        Click(x, y);
        _input.Handle(InputEvent.Scrolled(1), isShown: true);
        _lines = 10;
        Refresh();
        Assert.False(_input.RevealGrown());
    }

    [Fact]
    public void A_tip_goes_when_the_control_is_pressed_and_comes_again()
    {
        _input.Handle(InputEvent.CursorMoved(_panel.Place.X + _tipped.Area.MidX, _panel.Place.Y + _tipped.Area.MidY), isShown: true);
        Assert.Equal("tells", _input.Tip?.Text);
        Click(_tipped.Area.MidX, _tipped.Area.MidY);
        Assert.Null(_input.Tip);
        _input.Handle(InputEvent.CursorMoved(_panel.Place.X + 3, _panel.Place.Y + 3), isShown: true);
        _input.Handle(InputEvent.CursorMoved(_panel.Place.X + _tipped.Area.MidX, _panel.Place.Y + _tipped.Area.MidY), isShown: true);
        Assert.Equal("tells", _input.Tip?.Text);
    }

    [Fact]
    public void A_control_that_has_gone_leaves_no_tip()
    {
        Click(_vanishing.Area.MidX, _vanishing.Area.MidY);
        Assert.True(_isVanished);
        Refresh();
        Assert.Null(_input.Tip);
    }

    private void Refresh()
    {
        _panel.Touch();
        _dock.Refresh(new SKRectI(0, 0, 260, 400), _fonts, new PanelStyle(1280, 720, 14), TimeProvider.System);
    }

    private void Click(float x, float y)
    {
        _input.Handle(InputEvent.CursorMoved(_panel.Place.X + x, _panel.Place.Y + y), isShown: true);
        _input.Handle(InputEvent.MouseButtonChanged(MouseButton.Left, isDown: true), isShown: true);
        _input.Handle(InputEvent.MouseButtonChanged(MouseButton.Left, isDown: false), isShown: true);
    }
}
