using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Scene.Input;
using GpuCluster.Testing;
using GpuCluster.Windowing.Glfw;
using Silk.NET.Vulkan;

namespace GpuCluster.Windowing.Tests;

/// <summary>A real window on a virtual display, with a user whose hands are xdotool.</summary>
[Collection("Display")]
public sealed class GlfwWindowTests : IDisposable
{
    private const string Title = "GpuCluster window test";
    private readonly XvfbDisplay? _display;
    private readonly GlfwWindow? _window;
    private readonly string _id = string.Empty;

    public GlfwWindowTests()
    {
        if (XvfbDisplay.Missing() is not null)
            return;
        _display = XvfbDisplay.Start();
        _window = new GlfwWindow(800, 600, Title);
        Collect(_ => true, TimeSpan.FromMilliseconds(50));
        _id = _display.FocusWindow(Title);
    }

    private GlfwWindow Window
    {
        get
        {
            Assert.SkipWhen(_window is null, XvfbDisplay.Missing() ?? string.Empty);
            return _window!;
        }
    }

    public void Dispose()
    {
        _window?.Dispose();
        _display?.Dispose();
    }

    [Fact]
    public void Keys_come_down_and_up_once_each()
    {
        _ = Window;
        foreach (
            (string name, Key key) in new[]
            {
                ("w", Key.W),
                ("space", Key.Space),
                ("Escape", Key.Escape),
                ("Tab", Key.Tab),
                ("F12", Key.F12),
                ("Shift_L", Key.LeftShift),
            }
        )
        {
            _display!.Do("keydown", name);
            Collect(input => input == InputEvent.KeyChanged(key, true));

            // Long enough for the server to repeat the key, had it a mind to: repeats must not be told.
            List<InputEvent> between = Collect(_ => false, TimeSpan.FromMilliseconds(100));
            Assert.DoesNotContain(between, input => input.Kind == InputKind.Key);
            _display.Do("keyup", name);
            Collect(input => input == InputEvent.KeyChanged(key, false));
        }
    }

    [Fact]
    public void Every_key_the_program_knows_arrives()
    {
        _ = Window;
        foreach (
            (string name, Key key) in new[]
            {
                ("5", Key.Digit5),
                ("BackSpace", Key.Backspace),
                ("Delete", Key.Delete),
                ("Home", Key.Home),
                ("End", Key.End),
                ("Prior", Key.PageUp),
                ("Next", Key.PageDown),
                ("comma", Key.Comma),
                ("period", Key.Period),
                ("minus", Key.Minus),
                ("equal", Key.Equal),
                ("Alt_L", Key.LeftAlt),
                ("KP_Enter", Key.Enter),
                ("k", Key.K),
                ("m", Key.M),
            }
        )
        {
            _display!.Do("key", name);
            Collect(input => input == InputEvent.KeyChanged(key, true));
            Collect(input => input == InputEvent.KeyChanged(key, false));
        }
    }

    [Fact]
    public void Held_editing_keys_are_told_again()
    {
        _ = Window;
        _display!.Do("keydown", "Left");
        Collect(input => input == InputEvent.KeyChanged(Key.Left, true));

        // The server's own repeat: after about half a second, then some twenty times a second.
        Collect(input => input == InputEvent.KeyChanged(Key.Left, true));
        Collect(input => input == InputEvent.KeyChanged(Key.Left, true));
        _display.Do("keyup", "Left");
        Collect(input => input == InputEvent.KeyChanged(Key.Left, false));
    }

    [Fact]
    public void Typed_characters_arrive_with_shift_applied()
    {
        _ = Window;
        foreach (string text in new[] { "a", "A", "?", "~" })
        {
            _display!.Do("type", text);
            Collect(input => input == InputEvent.Typed(new Rune(text[0])));
        }
    }

    [Fact]
    public void The_mouse_moves_clicks_and_scrolls()
    {
        _ = Window;
        _display!.Do("mousemove", "--window", _id, "320", "240");
        Collect(input => input == InputEvent.CursorMoved(320, 240));
        foreach (
            (string number, MouseButton button) in new[] { ("1", MouseButton.Left), ("3", MouseButton.Right), ("2", MouseButton.Middle) }
        )
        {
            _display.Do("mousedown", number);
            Collect(input => input == InputEvent.MouseButtonChanged(button, true));
            _display.Do("mouseup", number);
            Collect(input => input == InputEvent.MouseButtonChanged(button, false));
        }

        _display.Do("click", "4");
        Collect(input => input == InputEvent.Scrolled(1));
        _display.Do("click", "5");
        Collect(input => input == InputEvent.Scrolled(-1));
    }

    [Fact]
    public void A_captured_cursor_travels_without_bounds()
    {
        GlfwWindow window = Window;
        _display!.Do("mousemove", "--window", _id, "400", "300");
        Collect(input => input == InputEvent.CursorMoved(400, 300));
        window.IsCursorCaptured = true;
        Assert.True(window.IsCursorCaptured);
        float x = 400;
        for (int i = 0; i < 30 && x < 2000; i++)
        {
            _display.Do("mousemove_relative", "100", "0");
            foreach (InputEvent input in Collect(input => input.Kind == InputKind.CursorMoved))
                x = input.Kind == InputKind.CursorMoved ? input.X : x;
        }

        // The screen is 1600 wide.
        Assert.True(x >= 2000, $"{x}");
        window.IsCursorCaptured = false;
    }

    [Fact]
    public void Resizing_tells_the_new_size()
    {
        GlfwWindow window = Window;
        Assert.Equal((800, 600), window.FramebufferSize);
        Assert.Equal(1, window.ContentScale);
        _display!.Do("windowsize", _id, "640", "360");
        Collect(input => input == InputEvent.FramebufferResized(640, 360));
        Assert.Equal((640, 360), window.FramebufferSize);
    }

    [Fact]
    public void Losing_and_gaining_the_keyboard_is_told()
    {
        _ = Window;
        Collect(input => input == InputEvent.Focused(true));
        _display!.Do("windowunmap", _id);
        Collect(input => input == InputEvent.Focused(false));
    }

    [Fact]
    public void The_title_changes()
    {
        GlfwWindow window = Window;
        window.Title = "digits, 10 000, 猫";
        Assert.Equal("digits, 10 000, 猫", window.Title);
        Collect(_ => false, TimeSpan.FromMilliseconds(20));
        Assert.Equal("digits, 10 000, 猫", _display!.Do("getwindowname", _id));
    }

    [Fact]
    public async Task Sleep_ends_by_a_wake_up_from_another_thread()
    {
        GlfwWindow window = Window;
        Collect(_ => false, TimeSpan.FromMilliseconds(50));
        TimeSpan sleep = TimeSpan.FromSeconds(30);
        Stopwatch watch = Stopwatch.StartNew();
        Task other = Task.Factory.StartNew(
            () =>
            {
                Thread.Sleep(100);
                window.WakeUp();
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        window.WaitEvents(sleep);

        // Not how fast, but which of the two ended it.
        Assert.True(watch.Elapsed < sleep - TimeSpan.FromSeconds(1));
        await other;
    }

    [Fact]
    public unsafe void It_gives_vulkan_a_surface()
    {
        GlfwWindow window = Window;
        Assert.Contains("VK_KHR_surface", window.InstanceExtensions);
        using Vk vk = Vk.GetApi();
        nint[] names = [.. window.InstanceExtensions.Select(Marshal.StringToCoTaskMemUTF8)];
        Instance instance;
        Result result;
        fixed (nint* extensions = names)
        {
            ApplicationInfo application = new(apiVersion: Vk.Version13);
            InstanceCreateInfo info = new(
                pApplicationInfo: &application,
                enabledExtensionCount: (uint)names.Length,
                ppEnabledExtensionNames: (byte**)extensions
            );
            result = vk.CreateInstance(in info, null, out instance);
        }

        Array.ForEach(names, Marshal.FreeCoTaskMem);
        Assert.SkipWhen(result == Result.ErrorIncompatibleDriver, "no Vulkan driver is installed: apt-get install mesa-vulkan-drivers");
        Assert.Equal(Result.Success, result);
        ulong surface = window.CreateSurface(instance.Handle);
        Assert.NotEqual(0ul, surface);
        delegate* unmanaged<nint, ulong, void*, void> destroy = (delegate* unmanaged<nint, ulong, void*, void>)
            (void*)vk.GetInstanceProcAddr(instance, "vkDestroySurfaceKHR").Handle;
        destroy(instance.Handle, surface, null);
        vk.DestroyInstance(instance, null);
    }

    [Fact]
    public void A_closed_window_is_told_from_an_open_one()
    {
        GlfwWindow window = Window;
        window.Dispose();
        Assert.Throws<ObjectDisposedException>(() => window.FramebufferSize);
        Assert.Throws<ObjectDisposedException>(() => window.WaitEvents(TimeSpan.Zero));
        using GlfwWindow again = new(320, 200, "again");
        Assert.Equal((320, 200), again.FramebufferSize);
    }

    [Fact]
    public void Without_a_display_the_message_says_what_to_do()
    {
        Window.Dispose();
        XvfbDisplay.SetDisplay(null);
        try
        {
            MachineFaultException error = Assert.Throws<MachineFaultException>(() => new GlfwWindow(320, 200, "nowhere"));
            Assert.Contains("display", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            XvfbDisplay.SetDisplay(_display!.Name);
        }
    }

    /// <summary>Collects events until one is the awaited one, which must come; with a limit, whatever comes until then.</summary>
    private List<InputEvent> Collect(Func<InputEvent, bool> isAwaited, TimeSpan? limit = null)
    {
        Stopwatch watch = Stopwatch.StartNew();
        List<InputEvent> events = new();
        while (watch.Elapsed < (limit ?? TimeSpan.FromSeconds(20)))
        {
            Window.WaitEvents(TimeSpan.FromMilliseconds(10));
            while (Window.TryNextEvent(out InputEvent input))
            {
                events.Add(input);
                if (isAwaited(input))
                    return events;
            }
        }

        Assert.True(limit is not null, $"The event did not come; these did: {string.Join(", ", events)}");
        return events;
    }
}
