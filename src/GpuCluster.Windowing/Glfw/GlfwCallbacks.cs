using System.Runtime.InteropServices;
using System.Text;
using GpuCluster.Scene.Input;

namespace GpuCluster.Windowing.Glfw;

/// <summary>
/// The callbacks of GLFW while events are collected. Each window has a handle to its event queue as GLFW's user pointer, so no state is
/// static; no callback throws into native code.
/// </summary>
internal static unsafe class GlfwCallbacks
{
    private const int Release = 0;
    private const int Press = 1;
    private const int Repeat = 2;

    internal static void Install(nint window)
    {
        GlfwApi.SetKeyCallback(window, &OnKey);
        GlfwApi.SetCharCallback(window, &OnCharacter);
        GlfwApi.SetMouseButtonCallback(window, &OnMouseButton);
        GlfwApi.SetCursorPosCallback(window, &OnCursor);
        GlfwApi.SetCursorEnterCallback(window, &OnCursorEnter);
        GlfwApi.SetScrollCallback(window, &OnScroll);
        GlfwApi.SetFramebufferSizeCallback(window, &OnFramebufferSize);
        GlfwApi.SetWindowContentScaleCallback(window, &OnContentScale);
        GlfwApi.SetWindowFocusCallback(window, &OnFocus);
        GlfwApi.SetWindowIconifyCallback(window, &OnIconify);
        GlfwApi.SetWindowRefreshCallback(window, &OnRefresh);
        GlfwApi.SetWindowCloseCallback(window, &OnClose);
    }

    private static void Report(nint window, InputEvent input) =>
        ((Queue<InputEvent>)GCHandle.FromIntPtr(GlfwApi.GetWindowUserPointer(window)).Target!).Enqueue(input);

    [UnmanagedCallersOnly]
    private static void OnKey(nint window, int key, int scanCode, int action, int modifiers)
    {
        Key known = GlfwKeys.KeyOf(key);
        if (action is Press or Release || (action == Repeat && GlfwKeys.Repeats(known)))
            Report(window, InputEvent.KeyChanged(known, action != Release));
    }

    [UnmanagedCallersOnly]
    private static void OnCharacter(nint window, uint codePoint)
    {
        // An input method may send single surrogates, which are not characters.
        if (Rune.TryCreate(codePoint, out Rune character))
            Report(window, InputEvent.Typed(character));
    }

    [UnmanagedCallersOnly]
    private static void OnMouseButton(nint window, int button, int action, int modifiers) =>
        Report(window, InputEvent.MouseButtonChanged(GlfwKeys.ButtonOf(button), action == Press));

    [UnmanagedCallersOnly]
    private static void OnCursor(nint window, double x, double y)
    {
        // GLFW reports desktop units; this program uses pixels. On X11 and Windows they are the same.
        GlfwApi.GetWindowSize(window, out int width, out int height);
        GlfwApi.GetFramebufferSize(window, out int pixelWidth, out int pixelHeight);
        Report(
            window,
            InputEvent.CursorMoved((float)(x * pixelWidth / Math.Max(1, width)), (float)(y * pixelHeight / Math.Max(1, height)))
        );
    }

    [UnmanagedCallersOnly]
    private static void OnCursorEnter(nint window, int hasEntered)
    {
        if (hasEntered == 0)
            Report(window, new InputEvent(InputKind.CursorLeft));
    }

    [UnmanagedCallersOnly]
    private static void OnScroll(nint window, double x, double y) => Report(window, InputEvent.Scrolled((float)y));

    [UnmanagedCallersOnly]
    private static void OnFramebufferSize(nint window, int width, int height) =>
        Report(window, InputEvent.FramebufferResized(width, height));

    [UnmanagedCallersOnly]
    private static void OnContentScale(nint window, float x, float y) => Report(window, InputEvent.ContentScaled(x));

    [UnmanagedCallersOnly]
    private static void OnFocus(nint window, int hasFocus) => Report(window, InputEvent.Focused(hasFocus != 0));

    [UnmanagedCallersOnly]
    private static void OnIconify(nint window, int isIconified)
    {
        // X11 keeps a minimised window's size; the renderer must be notified that it has no drawable.
        Report(window, InputEvent.Iconified(isIconified != 0));
        int width = 0;
        int height = 0;
        if (isIconified == 0)
            GlfwApi.GetFramebufferSize(window, out width, out height);
        Report(window, InputEvent.FramebufferResized(width, height));
    }

    [UnmanagedCallersOnly]
    private static void OnRefresh(nint window) => Report(window, new InputEvent(InputKind.Exposed));

    [UnmanagedCallersOnly]
    private static void OnClose(nint window)
    {
        // Whether to close is the program's decision; GLFW would otherwise remember it.
        GlfwApi.SetWindowShouldClose(window, 0);
        Report(window, new InputEvent(InputKind.CloseRequested));
    }
}
