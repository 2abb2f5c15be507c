using GpuCluster.Panels.Drawing;
using GpuCluster.Scene;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>Does something when pressed: on release over it, by Enter or by Space.</summary>
/// <param name="text">What it says.</param>
/// <param name="act">What it does.</param>
internal sealed class Button(Func<string> text, Action act) : Widget
{
    public Button(string text, Action act)
        : this(() => text, act) { }

    /// <summary>A button for a command of the scene: its tip names the key that does the same.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="command">What it does.</param>
    /// <param name="scene">What it does it to.</param>
    public Button(string text, SceneCommand command, SceneState scene)
        : this(() => text, command, scene) { }

    /// <inheritdoc cref="Button(string, SceneCommand, SceneState)"/>
    public Button(Func<string> text, SceneCommand command, SceneState scene)
        : this(text, () => command.Run(scene)) => Tip = command.Tooltip;

    /// <summary>Whether it is drawn as chosen.</summary>
    public Func<bool> IsOn { get; init; } = static () => false;

    public override bool TakesFocus => EnabledWhen();

    public override float Measure(Pen pen, float width) => pen.Style.Row;

    public override void Draw(Pen pen)
    {
        float corner = 0.35f * pen.Style.Unit;
        pen.Fill(Area, FieldColour(), corner);
        if (IsOn())
            pen.Fill(Area, PanelStyle.AccentField, corner);
        SKRect inside = SKRect.Inflate(Area, -0.3f * pen.Style.Unit, 0);
        pen.TextInside(pen.Say(text()), inside, pen.Style.Small, EnabledWhen() ? PanelStyle.Ink : PanelStyle.DimInk);
        DrawFocus(pen, corner);
    }

    public override bool Point(in PointerInput input)
    {
        if (input.Kind == PointerKind.Release && Area.Contains(input.At) && EnabledWhen())
            act();
        return input.Kind is PointerKind.Press or PointerKind.Release;
    }

    public override bool Press(Key key, bool isShift)
    {
        if (!IsClick(key) || !EnabledWhen())
            return false;
        act();
        return true;
    }
}
