using System.Runtime.InteropServices;
using GpuCluster.Core.Errors;
using GpuCluster.Scene.Input;

namespace GpuCluster.Windowing.Glfw;

/// <summary>
/// A GLFW window. GLFW's state is process-wide: one window at a time, opened and closed on the main thread. Destroy its surfaces first.
/// </summary>
public sealed class GlfwWindow : IWindow
{
    private const int ClientApi = 0x00022001;
    private const int ScaleToMonitor = 0x0002200C;
    private const int NoApi = 0;
    private const int CursorMode = 0x00033001;
    private const int CursorNormal = 0x00034001;
    private const int CursorDisabled = 0x00034003;

    private readonly Queue<InputEvent> _events = new();
    private GCHandle _eventsHandle;
    private nint _window;
    private string _title;
    private bool _isIconified;
    private bool _isCursorCaptured;

    /// <summary>Opens a window and shows it.</summary>
    /// <param name="width">Desktop units; more pixels on a high-density display.</param>
    /// <param name="height">Desktop units.</param>
    /// <param name="title">The text in the title bar.</param>
    /// <exception cref="MachineFaultException">GLFW is not installed, there is no display, or no Vulkan loader.</exception>
    public GlfwWindow(int width, int height, string title)
    {
        _title = title;
        Start();
        try
        {
            if (GlfwApi.VulkanSupported() == 0)
            {
                throw new MachineFaultException(
                    "A window needs the Vulkan loader: apt-get install libvulkan1 mesa-vulkan-drivers, or your GPU's own driver."
                );
            }

            GlfwApi.WindowHint(ClientApi, NoApi);
            GlfwApi.WindowHint(ScaleToMonitor, 1);
            _window = GlfwApi.CreateWindow(width, height, title, 0, 0);
            if (_window == 0)
                throw new MachineFaultException($"The window could not be opened: {LastError()}.");
            InstanceExtensions = RequiredExtensions();
            _eventsHandle = GCHandle.Alloc(_events);
            GlfwApi.SetWindowUserPointer(_window, GCHandle.ToIntPtr(_eventsHandle));
            GlfwCallbacks.Install(_window);
        }
        catch
        {
            GlfwApi.Terminate();
            throw;
        }
    }

    public IReadOnlyList<string> InstanceExtensions { get; }

    public (int Width, int Height) FramebufferSize
    {
        get
        {
            if (_isIconified)
                return (0, 0);
            GlfwApi.GetFramebufferSize(Window, out int width, out int height);
            return (width, height);
        }
    }

    public float ContentScale
    {
        get
        {
            GlfwApi.GetWindowContentScale(Window, out float x, out _);
            return x > 0 ? x : 1;
        }
    }

    public string Title
    {
        get => _title;
        set
        {
            if (_title == value)
                return;
            GlfwApi.SetWindowTitle(Window, value);
            _title = value;
        }
    }

    public bool IsCursorCaptured
    {
        get => _isCursorCaptured;
        set
        {
            if (_isCursorCaptured == value)
                return;
            GlfwApi.SetInputMode(Window, CursorMode, value ? CursorDisabled : CursorNormal);
            _isCursorCaptured = value;
        }
    }

    private nint Window
    {
        get
        {
            ObjectDisposedException.ThrowIf(_window == 0, this);
            return _window;
        }
    }

    public ulong CreateSurface(nint instance)
    {
        int result = GlfwApi.CreateWindowSurface(instance, Window, 0, out ulong surface);
        return result == 0
            ? surface
            : throw new MachineFaultException($"The window gives no Vulkan surface (VkResult {result}): {LastError()}.");
    }

    public void WaitEvents(TimeSpan longestWait)
    {
        ObjectDisposedException.ThrowIf(_window == 0, this);
        if (longestWait > TimeSpan.Zero && _events.Count == 0)
            GlfwApi.WaitEventsTimeout(longestWait.TotalSeconds);
        else
            GlfwApi.PollEvents();
    }

    public bool TryNextEvent(out InputEvent input)
    {
        if (!_events.TryDequeue(out input))
            return false;
        if (input.Kind == InputKind.Iconified)
            _isIconified = input.IsDown;
        return true;
    }

    public void CopyText(string text) => GlfwApi.SetClipboardString(_window, text);

    public void WakeUp() => GlfwApi.PostEmptyEvent();

    public void Dispose()
    {
        if (_window == 0)
            return;
        GlfwApi.DestroyWindow(_window);
        _window = 0;
        _eventsHandle.Free();
        GlfwApi.Terminate();
    }

    private static void Start()
    {
        try
        {
            if (GlfwApi.Init() != 0)
                return;
        }
        catch (DllNotFoundException missing)
        {
            throw new MachineFaultException("A window needs GLFW, which is not installed: apt-get install libglfw3.", missing);
        }

        throw new MachineFaultException(
            $"There is no display to open a window on ({LastError()}): run inside a graphical session, set DISPLAY, or draw to a file "
                + "with the render command."
        );
    }

    private static unsafe string LastError()
    {
        int code = GlfwApi.GetError(out byte* description);
        if (code == 0)
            return "GLFW gives no reason";
        string text = Marshal.PtrToStringUTF8((nint)description) ?? "no reason given";
        return $"GLFW 0x{code:X}, {text}";
    }

    private static unsafe string[] RequiredExtensions()
    {
        byte** names = GlfwApi.GetRequiredInstanceExtensions(out uint count);
        if (names is null)
        {
            throw new MachineFaultException(
                $"No Vulkan driver here can draw into this display's windows ({LastError()}): apt-get install mesa-vulkan-drivers, or "
                    + "your GPU's own driver, or draw to a file with the render command."
            );
        }

        string[] extensions = new string[count];
        for (int i = 0; i < extensions.Length; i++)
            extensions[i] = Marshal.PtrToStringUTF8((nint)names[i]) ?? string.Empty;
        return extensions;
    }
}
