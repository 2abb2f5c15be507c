using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GpuCluster.Testing;

/// <summary>
/// A virtual X display of its own for one test class: Xvfb on a free number, made this process' DISPLAY, with xdotool as the hands of a
/// user. Without <see cref="StartWindowManager"/> no one gives windows the keyboard, so keys need <see cref="FocusWindow"/> first.
/// </summary>
public sealed partial class XvfbDisplay : IDisposable
{
    private const string WindowManager = "openbox";
    private readonly Process _server;
    private readonly DirectoryInfo _folder;
    private readonly string? _before = Environment.GetEnvironmentVariable("DISPLAY");
    private Process? _manager;

    private XvfbDisplay(Process server, DirectoryInfo folder, string name)
    {
        _server = server;
        _folder = folder;
        Name = name;
        SetDisplay(name);
    }

    /// <summary>":7", for example.</summary>
    public string Name { get; }

    /// <summary>What is missing on this machine for a virtual display; null: nothing.</summary>
    public static string? Missing()
    {
        string[] absent = [.. new[] { "Xvfb", "xdotool" }.Where(program => !IsInstalled(program))];
        return absent.Length == 0 ? null : $"{string.Join(" and ", absent)} not installed: apt-get install xvfb xdotool";
    }

    /// <summary>What is missing for windows that can be put away; null: nothing.</summary>
    public static string? MissingForWindowManager() =>
        IsInstalled(WindowManager) ? null : $"{WindowManager} not installed: apt-get install {WindowManager}";

    /// <summary>Starts the display.</summary>
    public static XvfbDisplay Start(int width = 1600, int height = 1000)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("gpucluster-display-");
        ProcessStartInfo start = new(
            "Xvfb",
            ["-displayfd", "1", "-screen", "0", $"{width}x{height}x24", "-fbdir", folder.FullName, "-nolisten", "tcp", "-noreset"]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process server = Process.Start(start) ?? throw new InvalidOperationException("Xvfb did not start.");
        server.ErrorDataReceived += static (_, _) => { };
        server.BeginErrorReadLine();
        string number = server.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Xvfb found no free display.");
        return new XvfbDisplay(server, folder, $":{number.Trim()}");
    }

    /// <summary>
    /// Sets DISPLAY for this process' native libraries too, which do not see .NET's own copy of the environment; null removes it.
    /// </summary>
    public static void SetDisplay(string? name)
    {
        Environment.SetEnvironmentVariable("DISPLAY", name);
        int result = name is null ? UnsetEnv("DISPLAY") : SetEnv("DISPLAY", name, 1);
        if (result != 0)
            throw new InvalidOperationException("The environment cannot be changed.");
    }

    /// <summary>Starts a window manager, which ends with the display.</summary>
    public void StartWindowManager()
    {
        ProcessStartInfo start = new(WindowManager, ["--sm-disable"]) { UseShellExecute = false, RedirectStandardError = true };
        start.Environment["DISPLAY"] = Name;
        _manager = Process.Start(start) ?? throw new InvalidOperationException($"{WindowManager} did not start.");
        _manager.ErrorDataReceived += static (_, _) => { };
        _manager.BeginErrorReadLine();
    }

    /// <summary>Runs xdotool and returns what it prints.</summary>
    public string Do(params string[] arguments)
    {
        ProcessStartInfo start = new("xdotool", arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["DISPLAY"] = Name;
        using Process hands = Process.Start(start) ?? throw new InvalidOperationException("xdotool did not start.");
        string output = hands.StandardOutput.ReadToEnd().Trim();
        hands.WaitForExit();
        return hands.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"xdotool {string.Join(' ', arguments)} failed with {hands.ExitCode}.");
    }

    /// <summary>What a user sees of a window now, from the server's own memory of the screen.</summary>
    /// <param name="window">The window's number.</param>
    public Screenshot Screenshot(string window)
    {
        Dictionary<string, int> geometry = Do("getwindowgeometry", "--shell", window)
            .Split('\n')
            .Select(line => line.Split('='))
            .ToDictionary(pair => pair[0], pair => int.Parse(pair[1]));
        Screenshot screen = XwdFile.Read(Path.Combine(_folder.FullName, "Xvfb_screen0"));
        return screen.Crop(geometry["X"], geometry["Y"], geometry["WIDTH"], geometry["HEIGHT"]);
    }

    /// <summary>Gives a window the keyboard.</summary>
    /// <returns>The window's number for further xdotool commands.</returns>
    public string FocusWindow(string title)
    {
        string window = Do("search", "--onlyvisible", "--name", title).Split('\n')[0];
        Do("windowfocus", window);
        return window;
    }

    public void Dispose()
    {
        SetDisplay(_before);
        End(_manager);
        End(_server);
        _folder.Delete(recursive: true);
    }

    private static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static void End(Process? process)
    {
        if (process is null)
            return;
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnv(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "unsetenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int UnsetEnv(string name);
}
