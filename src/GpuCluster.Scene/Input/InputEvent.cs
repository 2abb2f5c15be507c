using System.Text;

namespace GpuCluster.Scene.Input;

/// <summary>A window event. A plain value; <see cref="InputKind"/> documents which fields apply.</summary>
public readonly record struct InputEvent(InputKind Kind)
{
    public Key Key { get; init; }

    public MouseButton Button { get; init; }

    public bool IsDown { get; init; }

    public float X { get; init; }

    public float Y { get; init; }

    public Rune Character { get; init; }

    public static InputEvent KeyChanged(Key key, bool isDown) => new(InputKind.Key) { Key = key, IsDown = isDown };

    public static InputEvent Typed(Rune character) => new(InputKind.Text) { Character = character };

    public static InputEvent MouseButtonChanged(MouseButton button, bool isDown) =>
        new(InputKind.MouseButton) { Button = button, IsDown = isDown };

    public static InputEvent CursorMoved(float x, float y) => new(InputKind.CursorMoved) { X = x, Y = y };

    public static InputEvent Scrolled(float steps) => new(InputKind.Scrolled) { Y = steps };

    public static InputEvent FramebufferResized(int width, int height) => new(InputKind.FramebufferResized) { X = width, Y = height };

    public static InputEvent ContentScaled(float scale) => new(InputKind.ContentScaled) { X = scale };

    public static InputEvent Focused(bool hasFocus) => new(InputKind.Focused) { IsDown = hasFocus };

    public static InputEvent Iconified(bool isIconified) => new(InputKind.Iconified) { IsDown = isIconified };
}
