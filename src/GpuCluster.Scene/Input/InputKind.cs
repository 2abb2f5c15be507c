namespace GpuCluster.Scene.Input;

/// <summary>The kind of an <see cref="InputEvent"/>, and which of its fields apply.</summary>
public enum InputKind
{
    /// <summary>
    /// <see cref="InputEvent.Key"/> went down or up (<see cref="InputEvent.IsDown"/>). While held, the arrows, Backspace, Delete and the
    /// page keys repeat; repeats of other keys are not reported.
    /// </summary>
    Key,

    /// <summary>
    /// A character was typed: <see cref="InputEvent.Character"/>, with layout, Shift and input method applied; repeats while held.
    /// </summary>
    Text,

    /// <summary><see cref="InputEvent.Button"/> went down or up.</summary>
    MouseButton,

    /// <summary>The cursor is at (X, Y), pixels from the top left; without bounds while it is captured.</summary>
    CursorMoved,

    /// <summary>The cursor is no longer over the window.</summary>
    CursorLeft,

    /// <summary>The wheel turned by Y steps, away from the user positive.</summary>
    Scrolled,

    /// <summary>The drawable is X by Y pixels now; 0 x 0 while minimised.</summary>
    FramebufferResized,

    /// <summary>One unit of the desktop is X pixels of the drawable.</summary>
    ContentScaled,

    /// <summary>The window gained (<see cref="InputEvent.IsDown"/>) or lost the keyboard.</summary>
    Focused,

    /// <summary>The window was minimised (<see cref="InputEvent.IsDown"/>) or restored.</summary>
    Iconified,

    /// <summary>The window's content was damaged and must be shown again.</summary>
    Exposed,

    /// <summary>The user wants the window closed.</summary>
    CloseRequested,
}
