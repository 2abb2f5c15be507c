namespace GpuCluster.App.Devices;

/// <summary>Whether there is a display to open a window on.</summary>
internal static class Display
{
    /// <summary>True where X11 or Wayland is announced to this process. Whether it answers is seen when the window opens.</summary>
    public static bool IsPresent =>
        OperatingSystem.IsWindows()
        || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 }
        || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
}
