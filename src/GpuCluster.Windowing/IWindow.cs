using GpuCluster.Scene.Input;
using GpuCluster.Vulkan.Instances;

namespace GpuCluster.Windowing;

/// <summary>
/// A window for drawing and input. All members except <see cref="WakeUp"/> belong to the thread that opened it. Any window library can
/// implement it.
/// </summary>
public interface IWindow : ISurfaceSource, IDisposable
{
    /// <summary>The text in the title bar.</summary>
    string Title { get; set; }

    /// <summary>Pixels of the drawable per unit of the desktop: 2 on a typical high-density display.</summary>
    float ContentScale { get; }

    /// <summary>True: the cursor is hidden and moves without bounds, for looking around. False: it returns to its place.</summary>
    bool IsCursorCaptured { get; set; }

    /// <summary>Collects events. Sleeps until there is one, so that a scene at rest costs no processor time.</summary>
    /// <param name="longestWait">How long to sleep at most; zero: not at all. Any event and <see cref="WakeUp"/> end the sleep.</param>
    void WaitEvents(TimeSpan longestWait);

    /// <summary>Returns the next collected event, oldest first.</summary>
    bool TryNextEvent(out InputEvent input);

    /// <summary>Gives a text to the clipboard, where it stays as long as the window lives.</summary>
    void CopyText(string text);

    /// <summary>Ends the current or next sleep in <see cref="WaitEvents"/>. From any thread, while the window lives.</summary>
    void WakeUp();
}
