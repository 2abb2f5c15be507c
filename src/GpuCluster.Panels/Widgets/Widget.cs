using System.Text;
using GpuCluster.Panels.Drawing;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>
/// A part of a panel that is drawn and may be pressed, set or written into. It reads its values through functions, so that it never shows
/// an outdated one.
/// </summary>
/// <remarks>Frame thread. Its parent arranges it before each drawing; input uses the coordinates of that arrangement.</remarks>
internal abstract class Widget
{
    /// <summary>Where it is, in pixels of the panel's picture.</summary>
    public SKRect Area { get; private set; }

    /// <summary>Whether there is anything to show; a widget that is not shown takes no room.</summary>
    public Func<bool> ShownWhen { get; init; } = static () => true;

    /// <summary>Whether it is enabled.</summary>
    public Func<bool> EnabledWhen { get; init; } = static () => true;

    /// <summary>Its tip, shown beside the cursor; empty for none.</summary>
    public string Tip { get; init; } = string.Empty;

    public bool IsHovered { get; set; }

    public bool IsPressed { get; set; }

    public bool IsFocused { get; set; }

    /// <summary>Whether it can have the keyboard focus.</summary>
    public virtual bool TakesFocus => false;

    /// <summary>
    /// Whether a click gives it the keyboard focus, as for widgets that take text or arrow keys. A pressed button leaves Space to the
    /// scene.
    /// </summary>
    public virtual bool TakesFocusByMouse => false;

    /// <summary>Whether it takes letters while it has the keyboard focus.</summary>
    public virtual bool TakesText => false;

    /// <summary>The parts of it, from the first to the last.</summary>
    public virtual IReadOnlyList<Widget> Children => [];

    /// <summary>The height it needs in pixels.</summary>
    public abstract float Measure(Pen pen, float width);

    public abstract void Draw(Pen pen);

    /// <summary>Arranges the widget and its parts.</summary>
    public void Arrange(Pen pen, SKRect area)
    {
        Area = area;
        ArrangeChildren(pen);
    }

    /// <summary>Handles a pointer event; true if the widget used it.</summary>
    public virtual bool Point(in PointerInput input) => false;

    /// <summary>Handles a key press while it has the keyboard focus; true if the widget used it.</summary>
    public virtual bool Press(Key key, bool isShift) => false;

    /// <summary>Closes the list that it has opened; true if there was one.</summary>
    public virtual bool Close() => false;

    /// <summary>Handles a character while it has the keyboard focus.</summary>
    public virtual void Type(Rune character) { }

    /// <summary>The innermost shown part at a place, or null.</summary>
    public Widget? At(SKPoint place)
    {
        if (!ShownWhen() || !Area.Contains(place))
            return null;
        foreach (Widget child in Children)
        {
            if (child.At(place) is { } found)
                return found;
        }

        return this;
    }

    /// <summary>The widget and all shown parts, from the first to the last.</summary>
    public IEnumerable<Widget> All() => ShownWhen() ? Children.SelectMany(child => child.All()).Prepend(this) : [];

    /// <summary>Whether a key presses a focused control, as a click does.</summary>
    protected static bool IsClick(Key key) => key is Key.Enter or Key.Space;

    protected virtual void ArrangeChildren(Pen pen) { }

    /// <summary>The background of a control, by its state.</summary>
    protected SKColor FieldColour() =>
        IsPressed ? PanelStyle.AccentField
        : IsHovered && EnabledWhen() ? PanelStyle.HoveredField
        : PanelStyle.Field;

    /// <summary>Draws the focus ring.</summary>
    protected void DrawFocus(Pen pen, float corner)
    {
        if (IsFocused)
            pen.Frame(Area, PanelStyle.Accent, Math.Max(1, pen.Style.Unit / 9), corner);
    }
}
