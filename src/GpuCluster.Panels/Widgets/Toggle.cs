using GpuCluster.Panels.Drawing;
using GpuCluster.Scene.Input;
using SkiaSharp;

namespace GpuCluster.Panels.Widgets;

/// <summary>A named switch.</summary>
/// <param name="name">What is switched.</param>
/// <param name="get">Whether it is on.</param>
/// <param name="set">Switches it.</param>
internal sealed class Toggle(string name, Func<bool> get, Action<bool> set) : Widget
{
    public override bool TakesFocus => EnabledWhen();

    public override float Measure(Pen pen, float width) => pen.Style.Row;

    public override void Draw(Pen pen)
    {
        float unit = pen.Style.Unit;
        SKRect track = SKRect.Create(Area.Right - (1.9f * unit), Area.MidY - (0.45f * unit), 1.7f * unit, 0.9f * unit);
        bool isOn = get();
        pen.Fill(track, isOn ? PanelStyle.Accent : FieldColour(), 0.45f * unit);
        pen.Disc(
            isOn ? track.Right - (0.45f * unit) : track.Left + (0.45f * unit),
            track.MidY,
            0.33f * unit,
            isOn ? SKColors.White : PanelStyle.FaintInk
        );
        string text = pen.Fit(pen.Say(name), pen.Style.Small, track.Left - Area.Left - (0.6f * unit));
        pen.Text(
            text,
            Area.Left,
            Area.MidY - (0.69f * pen.Style.Small),
            pen.Style.Small,
            EnabledWhen() ? PanelStyle.Ink : PanelStyle.DimInk
        );
        DrawFocus(pen, 0.35f * unit);
    }

    public override bool Point(in PointerInput input)
    {
        if (input.Kind == PointerKind.Release && Area.Contains(input.At) && EnabledWhen())
            set(!get());
        return input.Kind is PointerKind.Press or PointerKind.Release;
    }

    public override bool Press(Key key, bool isShift)
    {
        if (!IsClick(key) || !EnabledWhen())
            return false;
        set(!get());
        return true;
    }
}
