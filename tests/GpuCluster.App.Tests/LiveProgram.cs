using System.Diagnostics;
using GpuCluster.Testing;

namespace GpuCluster.App.Tests;

/// <summary>
/// The program with its window open on a virtual display, and a user who looks at the screen and presses keys. Ended by disposal where it
/// still runs.
/// </summary>
internal sealed class LiveProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private readonly XvfbDisplay _display;
    private readonly string _window;

    private LiveProgram(XvfbDisplay display, Process process, string window)
    {
        _display = display;
        Process = process;
        _window = window;
    }

    public Process Process { get; }

    /// <summary>Starts the program and waits for its window.</summary>
    public static LiveProgram Start(XvfbDisplay display, params string[] arguments)
    {
        Process process = GpuClusterProgram.Start(
            new Dictionary<string, string> { ["DISPLAY"] = display.Name, ["WAYLAND_DISPLAY"] = "" },
            arguments
        );
        string? window = null;
        Until(() => process.HasExited || (window = Focus(display)) is not null, "a window opens");
        Assert.True(window is not null, process.HasExited ? process.StandardError.ReadToEnd() : "no window");
        return new LiveProgram(display, process, window!);
    }

    /// <summary>What is on screen now.</summary>
    public Screenshot Look()
    {
        try
        {
            return _display.Screenshot(_window);
        }
        catch (InvalidOperationException gone) when (Process.WaitForExit(TimeSpan.FromSeconds(2)))
        {
            throw new InvalidOperationException($"the program ended with {Process.ExitCode}: {Process.StandardError.ReadToEnd()}", gone);
        }
    }

    /// <summary>Waits until the picture is as described.</summary>
    public Screenshot LookUntil(Func<Screenshot, bool> fits, string what)
    {
        Screenshot? picture = null;
        Until(() => fits(picture = Look()), what);
        return picture!;
    }

    /// <summary>Waits until nothing has moved on screen for half a second.</summary>
    public Screenshot LookUntilStill()
    {
        Screenshot last = Look();
        int same = 0;
        Until(
            () =>
            {
                Thread.Sleep(100);
                Screenshot now = Look();
                same = now.ShowsTheSameAs(last) ? same + 1 : 0;
                last = now;
                return same >= 5;
            },
            "the picture stands still"
        );
        return last;
    }

    /// <summary>Waits for the cloud: much more colour than a legend alone has.</summary>
    public Screenshot LookUntilCloud(int colouredPixels = 1500) =>
        LookUntil(picture => picture.CountColoured() > colouredPixels, "the cloud appears");

    /// <summary>Presses a key, or several held together: "ctrl+s".</summary>
    public void Press(string key) => _display.Do("key", "--window", _window, key);

    /// <summary>
    /// Presses Escape where that ends the program. The key is released on the display alone: by then the window may be gone, which xdotool
    /// takes for an error, and a key that stays down ends the next program too.
    /// </summary>
    public void Quit()
    {
        _display.Do("keydown", "--window", _window, "Escape");
        _display.Do("keyup", "Escape");
    }

    /// <summary>Types letters, one after the other.</summary>
    public void Type(string text) => _display.Do("type", "--window", _window, "--delay", "20", text);

    /// <summary>Holds a key down for a while.</summary>
    public void Hold(string key, TimeSpan time)
    {
        _display.Do("keydown", "--window", _window, key);
        Thread.Sleep(time);
        _display.Do("keyup", "--window", _window, key);
    }

    /// <summary>Moves the mouse to a pixel of the window.</summary>
    public void PointAt(int x, int y) => _display.Do("mousemove", "--window", _window, $"{x}", $"{y}");

    /// <summary>Presses and releases the left button on a pixel of the window.</summary>
    public void Click(int x, int y)
    {
        PointAt(x, y);
        _display.Do("click", "1");
    }

    /// <summary>Turns the wheel over a pixel of the window, away from the user where <paramref name="clicks"/> is above nought.</summary>
    public void Scroll(int x, int y, int clicks)
    {
        PointAt(x, y);
        _display.Do("click", "--repeat", $"{Math.Abs(clicks)}", clicks > 0 ? "4" : "5");
    }

    /// <summary>Has the window manager put the window away.</summary>
    public void Minimise() => _display.Do("windowminimize", "--sync", _window);

    /// <summary>Brings the window back from where it was put away.</summary>
    public void Restore() => _display.Do("windowactivate", "--sync", _window);

    public void Resize(int width, int height) => _display.Do("windowsize", "--sync", _window, width.ToString(), height.ToString());

    /// <summary>Whether the window is neither put away nor hidden.</summary>
    public bool IsOnScreen() => Focus(_display) is not null;

    /// <summary>Waits for the program to end and reads what it said.</summary>
    public GpuClusterProgram Finish() => GpuClusterProgram.Finish(Process);

    /// <summary>Processor seconds the program has used so far, by the kernel's count.</summary>
    public double ProcessorSeconds()
    {
        Process.Refresh();
        return Process.TotalProcessorTime.TotalSeconds;
    }

    public void Dispose()
    {
        if (!Process.HasExited)
        {
            Process.Kill();
            Process.WaitForExit();
        }

        Process.Dispose();
    }

    private static string? Focus(XvfbDisplay display)
    {
        try
        {
            return display.FocusWindow("^GpuCluster");
        }
        catch (InvalidOperationException)
        {
            // xdotool fails where there is no such window yet.
            return null;
        }
    }

    private static void Until(Func<bool> condition, string what)
    {
        long began = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Patience, $"waited in vain until {what}");
            Thread.Sleep(50);
        }
    }
}
