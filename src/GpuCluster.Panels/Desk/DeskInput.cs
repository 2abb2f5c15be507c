using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels.Desk;

/// <summary>Dispatches input to widgets: under the cursor, with the mouse captured, or with the keyboard focus. Frame thread.</summary>
/// <param name="docks">In the order in which the keyboard goes through them.</param>
/// <param name="time">The clock that detects double clicks.</param>
internal sealed class DeskInput(IReadOnlyList<Dock> docks, TimeProvider time)
{
    private static readonly TimeSpan DoubleClick = TimeSpan.FromMilliseconds(400);

    private readonly HashSet<Key> _swallowed = [];
    private (Panel Panel, Widget Widget)? _hovered;
    private (Panel Panel, Widget Widget)? _held;
    private (Panel Panel, Widget Widget)? _focused;
    private (Panel Panel, Section Section, float Height)? _used;
    private bool _hidesTip;
    private int _sceneButtons;
    private int _deskButtons;
    private long _pressedAt;
    private SKPoint _pressedPlace;
    private int _clicks;
    private bool _isChanged;

    public SKPoint Cursor { get; private set; } = new(-1, -1);

    public KeyModifiers Modifiers { get; private set; }

    public bool IsOverPanel { get; private set; }

    /// <summary>Whether the widget under the cursor shows samples, which are hovered there.</summary>
    public bool ShowsSamples => _hovered is { Widget: ImageStrip or ListView { Hover: not null } };

    /// <summary>Whether letters go to a text field.</summary>
    public bool IsTyping => _focused is { Widget.TakesText: true };

    /// <summary>
    /// The tip of the widget under the cursor, and its place on the desk; null if it has none, or after the widget was pressed.
    /// </summary>
    public (string Text, SKRect Area)? Tip
    {
        get
        {
            // What was pressed may have made room for something else.
            if (_hidesTip || _hovered is not { Widget.Tip.Length: > 0 } hovered || !hovered.Panel.Root.All().Contains(hovered.Widget))
                return null;
            SKRect area = hovered.Widget.Area;
            area.Offset(hovered.Panel.Place.X, hovered.Panel.Place.Y);
            return (hovered.Widget.Tip, area);
        }
    }

    /// <summary>The widget that has the keyboard, or null.</summary>
    public Widget? Focused => _focused?.Widget;

    /// <summary>True once after the docks themselves moved, as by scrolling.</summary>
    public bool TakeChange()
    {
        bool isChanged = _isChanged;
        _isChanged = false;
        return isChanged;
    }

    /// <summary>Handles an event; true if the scene must not receive it.</summary>
    public bool Handle(in InputEvent input, bool isShown)
    {
        switch (input.Kind)
        {
            case InputKind.Key:
                return HandleKey(input.Key, input.IsDown, isShown);
            case InputKind.Text when IsTyping:
                _focused!.Value.Widget.Type(input.Character);
                Touch(_focused);
                return true;
            case InputKind.MouseButton:
                return HandleButton(input.Button, input.IsDown, isShown);
            case InputKind.CursorMoved:
                return HandleCursor(new SKPoint(input.X, input.Y), isShown);
            case InputKind.Scrolled:
                return isShown && IsOverPanel && Scroll(input.Y);
            case InputKind.Focused when !input.IsDown:
                Modifiers = KeyModifiers.None;
                LetGo();
                return false;
            default:
                return false;
        }
    }

    /// <summary>Updates which panel is under the cursor, after panels appeared, disappeared or moved.</summary>
    /// <returns>True if a panel is now under the cursor and was not before.</returns>
    public bool FindPanel(bool isShown)
    {
        bool wasOver = IsOverPanel;
        if (_held is null)
            IsOverPanel = isShown && _sceneButtons == 0 && PanelAt(Cursor) is not null;
        _isChanged |= wasOver != IsOverPanel;
        return IsOverPanel && !wasOver;
    }

    /// <summary>Clears capture, hover and focus.</summary>
    public void LetGo()
    {
        if (_held is { } held)
            held.Widget.IsPressed = false;
        Touch(_held);
        _held = null;
        (_sceneButtons, _deskButtons) = (0, 0);
        Hover(null, Cursor);
        Focus(null);
        IsOverPanel = false;
    }

    /// <summary>Gives the keyboard back to the scene if the widget that has it is no longer shown.</summary>
    public void ForgetHidden()
    {
        if (_focused is { } gone && !All().Contains(gone))
            Focus(null);
    }

    /// <summary>Gives the keyboard to a widget, or back to the scene.</summary>
    public void Focus((Panel Panel, Widget Widget)? next)
    {
        if (_focused is { } before)
            before.Widget.IsFocused = false;
        Touch(_focused);
        _focused = next;
        if (next is not { } now)
            return;
        now.Widget.IsFocused = true;
        now.Panel.Touch();
        foreach (Dock dock in docks.Where(dock => dock.Panels.Contains(now.Panel)))
            _isChanged |= dock.Reveal(now.Panel, now.Widget.Area);
    }

    /// <summary>
    /// Scrolls a section into view that has grown since it was used, as by opening it or by what a button found; called when its panel has
    /// been arranged with what it shows now.
    /// </summary>
    /// <returns>True if that moved anything.</returns>
    public bool RevealGrown()
    {
        if (_used is not { } used || used.Section.Area.Height < used.Height + 1)
            return false;
        _used = null;
        bool isMoved = false;
        foreach (Dock dock in docks.Where(dock => dock.Panels.Contains(used.Panel)))
            isMoved |= dock.Reveal(used.Panel, used.Section.Area);
        return isMoved;
    }

    private static void Touch((Panel Panel, Widget Widget)? part) => part?.Panel.Touch();

    private static SKPoint Inside(Panel panel, SKPoint place) => new(place.X - panel.Place.X, place.Y - panel.Place.Y);

    private bool HandleKey(Key key, bool isDown, bool isShown)
    {
        Modifiers = ModifierKeys.After(Modifiers, key, isDown);
        if (ModifierKeys.Of(key) != KeyModifiers.None)
            return false;
        if (!isDown)
            return _swallowed.Remove(key);
        bool isUsed = isShown && PressKey(key);
        if (isUsed)
            _swallowed.Add(key);
        return isUsed;
    }

    private bool PressKey(Key key)
    {
        bool isShift = Modifiers.HasFlag(KeyModifiers.Shift);
        ForgetHidden();
        if (SceneCommands.Leave.Has(key) && CloseLists())
            return true;
        if (SceneCommands.NextControl.Matches(key, Modifiers) || (IsTyping && SceneCommands.NextControl.Has(key)))
        {
            Walk(isShift ? -1 : 1);
            return true;
        }

        if (_focused is not { } focused)
            return false;
        if (SceneCommands.Leave.Has(key))
        {
            Focus(null);
            return true;
        }

        // A picture can be saved while a control has the keyboard, and commands with Control are none of a control's keys.
        if (Modifiers.HasFlag(KeyModifiers.Control) || SceneCommands.SaveScreenshot.Has(key))
            return false;
        NoteUse(focused);
        if (focused.Widget.Press(key, isShift))
        {
            focused.Panel.Touch();
            return true;
        }

        if (SceneCommands.NearControl.Has(key))
        {
            Walk(SceneCommands.NearControl.Chords[0].Key == key ? -1 : 1);
            return true;
        }

        return focused.Widget.TakesText;
    }

    private bool CloseLists()
    {
        bool wasOpen = false;
        foreach (Panel panel in docks.SelectMany(dock => dock.Shown))
        {
            foreach (Widget widget in panel.Root.All().ToArray())
            {
                if (!widget.Close())
                    continue;
                panel.Touch();
                wasOpen = true;
            }
        }

        return wasOpen;
    }

    private IEnumerable<(Panel Panel, Widget Widget)> All() =>
        docks
            .SelectMany(dock => dock.Shown)
            .SelectMany(panel => panel.Root.All().Where(widget => widget.TakesFocus).Select(widget => (panel, widget)));

    private void Walk(int step)
    {
        (Panel, Widget)[] all = [.. All()];
        if (all.Length == 0)
            return;
        int at =
            _focused is { } focused ? Array.IndexOf(all, focused)
            : step > 0 ? -1
            : 0;
        Focus(all[(at + step + all.Length) % all.Length]);
    }

    private bool HandleButton(MouseButton button, bool isDown, bool isShown)
    {
        int bit = 1 << (int)button;
        if (!isDown)
        {
            if (button == MouseButton.Left)
                Release();
            _sceneButtons &= ~bit;
            bool wasDesk = (_deskButtons & bit) != 0;
            _deskButtons &= ~bit;
            return wasDesk;
        }

        if (!isShown || PanelAt(Cursor) is not { } panel)
        {
            _sceneButtons |= bit;
            Focus(null);
            return false;
        }

        _deskButtons |= bit;
        if (button == MouseButton.Left)
            Press(panel);
        return true;
    }

    private void Press(Panel panel)
    {
        bool isNear = SKPoint.Distance(Cursor, _pressedPlace) < 6;
        _clicks = isNear && _clicks == 1 && time.GetElapsedTime(_pressedAt) < DoubleClick ? 2 : 1;
        (_pressedAt, _pressedPlace) = (time.GetTimestamp(), Cursor);
        SKPoint inside = Inside(panel, Cursor);
        Widget? widget = panel.Root.At(inside);
        Focus(widget is { TakesFocusByMouse: true, TakesFocus: true } ? (panel, widget) : null);
        if (widget is null)
            return;
        _held = (panel, widget);
        widget.IsPressed = true;
        NoteUse((panel, widget));
        _hidesTip = true;
        Send(_held, PointerKind.Press, inside);
    }

    // The innermost section that the widget is, or is in; of a whole panel only if its heading was used.
    private void NoteUse((Panel Panel, Widget Widget) used)
    {
        Section? section =
            used.Widget as Section
            ?? used.Panel.Root.All().OfType<Section>().Skip(1).LastOrDefault(section => section.All().Contains(used.Widget));
        _used = section is null ? null : (used.Panel, section, section.Area.Height);
    }

    private void Release()
    {
        if (_held is not { } held)
            return;
        _held = null;
        held.Widget.IsPressed = false;
        Send(held, PointerKind.Release, Inside(held.Panel, Cursor));
        held.Panel.Touch();
    }

    private bool HandleCursor(SKPoint place, bool isShown)
    {
        Cursor = place;
        if (_held is { } held)
        {
            Send(held, PointerKind.Drag, Inside(held.Panel, place));
            return true;
        }

        // Looking around and dragging a rectangle continue over panels.
        Panel? panel = isShown && _sceneButtons == 0 ? PanelAt(place) : null;
        bool wasOver = IsOverPanel;
        IsOverPanel = panel is not null;
        _isChanged |= wasOver != IsOverPanel;
        Hover(panel?.Root.At(Inside(panel, place)) is { } widget ? (panel, widget) : null, place);
        return IsOverPanel;
    }

    private void Hover((Panel Panel, Widget Widget)? next, SKPoint place)
    {
        if (_hovered is { } before && before != next)
        {
            before.Widget.IsHovered = false;
            Send(before, PointerKind.Leave, Inside(before.Panel, place));
            before.Panel.Touch();
        }

        if (next is { } now)
        {
            if (_hovered != next)
            {
                _hidesTip = false;
                now.Widget.IsHovered = true;
                now.Panel.Touch();
            }

            Send(now, PointerKind.Move, Inside(now.Panel, place));
        }

        _hovered = next;
    }

    private bool Scroll(float steps)
    {
        if (_hovered is { } hovered && Send(hovered, PointerKind.Wheel, Inside(hovered.Panel, Cursor), steps))
            return true;
        _used = null;
        foreach (Dock dock in docks.Where(dock => dock.At(Cursor) is not null))
            _isChanged |= dock.Scroll(-(int)(steps * 60));
        return true;
    }

    private Panel? PanelAt(SKPoint place) => docks.Select(dock => dock.At(place)).FirstOrDefault(panel => panel is not null);

    private bool Send((Panel Panel, Widget Widget)? part, PointerKind kind, SKPoint place, float steps = 0)
    {
        if (part is not { } to)
            return false;
        bool isUsed = to.Widget.Point(
            new PointerInput(kind, place)
            {
                Steps = steps,
                Clicks = _clicks,
                IsShift = Modifiers.HasFlag(KeyModifiers.Shift),
                IsControl = Modifiers.HasFlag(KeyModifiers.Control),
            }
        );
        if (isUsed)
            to.Panel.Touch();
        return isUsed;
    }
}
