using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using GpuCluster.Chaos.Kills;
using GpuCluster.Testing;

namespace GpuCluster.Chaos.Soak;

/// <summary>
/// A user without a plan: opens the window on a virtual display, with the validation layer where it is installed, and presses, drags,
/// scrolls and resizes at random. The same seed does the same in the same order; when each event arrives depends on the machine.
/// </summary>
internal sealed class SoakRun : IDisposable
{
    private const int Width = 1280;
    private const int Height = 720;
    private const double SecondsBetweenMaps = 10;
    private const string Layer = "/usr/share/vulkan/explicit_layer.d/VkLayer_khronos_validation.json";

    private static readonly string[] Actions = ["keys", "keys", "keys", "clicks", "wheel", "drags", "drags", "resizes"];

    // All that have a meaning, and some that have none; not Escape, which ends the program. The layout stands still while it is paused or
    // an earlier epoch is shown: what makes it go on is there more often.
    private static readonly string[] Keys =
    [
        .. "abcdefghijklmnopqrstuvwxyz0123456789".Select(letter => $"{letter}"),
        "space",
        "Tab",
        "Home",
        .. Enumerable.Repeat("End", 4),
        .. Enumerable.Repeat("r", 2),
        "Left",
        "Right",
        "Up",
        "Down",
        "F1",
        "F11",
        "comma",
        "period",
        "bracketleft",
        "bracketright",
        "plus",
        "minus",
        "ctrl+z",
        "ctrl+y",
        "ctrl+a",
        "shift+h",
        "Return",
        "BackSpace",
    ];

    private readonly XvfbDisplay _display = XvfbDisplay.Start(1600, 1000);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-soak-");
    private readonly SeededRandom _random;
    private readonly ChaosOptions _options;
    private readonly string _data;
    private readonly string[] _actions;
    private readonly IReadOnlyList<string> _keys;
    private readonly bool _hasLayer;
    private int _resizes;

    private SoakRun(ChaosOptions options)
    {
        _random = new SeededRandom(options.Seed, "soak", 0);
        _data = options.Data ?? Path.Combine(RepositoryRoot.Find(), "assets", "mnist");
        _options = options;
        _actions = [.. Actions.Where(action => options.Only.Count == 0 || options.Only.Contains(action))];
        _keys = options.Keys.Count > 0 ? options.Keys : Keys;
        _hasLayer = File.Exists(Layer) && !options.IsBare;
    }

    /// <summary>Uses the window for a while.</summary>
    /// <param name="options">The seed, what the window shows, and what is done in it.</param>
    /// <param name="time">For how long.</param>
    /// <param name="tell">Receives messages of the layer, and the last lines of a program that failed.</param>
    public static SoakResult Run(ChaosOptions options, TimeSpan time, Action<string> tell)
    {
        using SoakRun run = new(options);
        return run.Run(time, tell);
    }

    public void Dispose()
    {
        _display.Dispose();
        _folder.Delete(recursive: true);
    }

    private SoakResult Run(TimeSpan time, Action<string> tell)
    {
        using Process process = Start();
        List<string> lines = [];
        void Take(string? line)
        {
            lock (lines)
                lines.Add(line ?? "");
        }

        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        string fault = "";
        int actions = 0;
        Stopwatch clock = Stopwatch.StartNew();
        List<SoakSample> samples = [];
        double measured = double.NegativeInfinity;
        try
        {
            string window = Window(process);
            clock.Restart();
            for (; clock.Elapsed < time && !process.HasExited; actions++)
            {
                Act(window);
                double seconds = clock.Elapsed.TotalSeconds;
                if (samples.Count > 0 && seconds < samples[^1].Seconds + 1)
                    continue;
                bool isTime = seconds > measured + SecondsBetweenMaps;
                measured = isTime ? seconds : measured;
                samples.Add(SoakSample.Of(process, seconds, isTime));
            }

            fault = process.HasExited ? $"ended by itself with {process.ExitCode}" : End(process, window);
        }
        catch (InvalidOperationException e)
        {
            // A program that fails closes its window first: what it says then is the reason.
            process.WaitForExit(TimeSpan.FromSeconds(30));
            fault = process.HasExited ? $"ended by itself with {process.ExitCode}" : e.Message;
        }

        TimeSpan used = clock.Elapsed;
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        List<string> messages = [.. lines.Where(IsMessage)];
        foreach (string message in messages.Distinct().Take(20))
            tell(message);
        if (fault.Length > 0)
            tell(string.Join('\n', lines.TakeLast(20)));
        double last = samples.Count > 0 ? samples[^1].Seconds : 0;
        double length = Math.Min(60, last / 6);
        return new SoakResult(
            used,
            actions,
            _resizes,
            EpochsOf(lines),
            _hasLayer ? messages.Count : null,
            SoakSample.Middle(samples, last / 6, length),
            SoakSample.Middle(samples, last, length),
            fault
        )
        {
            Minutes =
            [
                .. Enumerable.Range(1, (int)(used.TotalMinutes + 0.01)).Select(minute => SoakSample.Middle(samples, 60.0 * minute, 60)),
            ],
        };
    }

    private Process Start()
    {
        ProcessStartInfo start = new(
            Workplace.Dotnet(),
            [
                Path.Combine(AppContext.BaseDirectory, "gpucluster.dll"),
                "view",
                _data,
                "--limit",
                _options.Limit.ToString(CultureInfo.InvariantCulture),
                "--epochs",
                "1000000",
                "--device",
                "host",
                "--resolution",
                $"{Width}x{Height}",
                "--out-dir",
                _folder.FullName,
                "--json",
            ]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullName,
        };
        start.Environment["DISPLAY"] = _display.Name;
        start.Environment["WAYLAND_DISPLAY"] = "";
        start.Environment["XDG_CACHE_HOME"] = _folder.FullName;
        if (_hasLayer)
        {
            start.Environment["VK_INSTANCE_LAYERS"] = "VK_LAYER_KHRONOS_validation";
            start.Environment["VK_LAYER_VALIDATE_SYNC"] = "1";
            start.Environment["VK_KHRONOS_VALIDATION_VALIDATE_SYNC"] = "1";
        }

        return Process.Start(start)!;
    }

    private string Window(Process process)
    {
        for (Stopwatch wait = Stopwatch.StartNew(); wait.Elapsed.TotalSeconds < 90 && !process.HasExited; Thread.Sleep(200))
        {
            try
            {
                return _display.FocusWindow("^GpuCluster");
            }
            catch (InvalidOperationException)
            {
                // There is no window yet.
            }
        }

        throw new InvalidOperationException("no window opened");
    }

    private void Act(string window)
    {
        switch (_random.Pick(_actions))
        {
            case "keys":
                _display.Do("key", "--window", window, _random.Pick(_keys));
                break;
            case "clicks":
                _display.Do("mousemove", "--window", window, X(), Y(), "click", $"{1 + _random.Below(3)}");
                break;
            case "wheel":
                _display.Do(
                    "mousemove",
                    "--window",
                    window,
                    X(),
                    Y(),
                    "click",
                    "--repeat",
                    $"{1 + _random.Below(5)}",
                    $"{4 + _random.Below(2)}"
                );
                break;
            case "drags":
                string button = $"{1 + (2 * _random.Below(2))}";
                _display.Do(
                    "mousemove",
                    "--window",
                    window,
                    X(),
                    Y(),
                    "mousedown",
                    button,
                    "mousemove",
                    "--window",
                    window,
                    X(),
                    Y(),
                    "mouseup",
                    button
                );
                break;
            default:
                _display.Do("windowsize", window, $"{300 + _random.Below(1200)}", $"{200 + _random.Below(750)}");
                _resizes++;
                break;
        }
    }

    private string X() => _random.Below(Width).ToString(CultureInfo.InvariantCulture);

    private string Y() => _random.Below(Height).ToString(CultureInfo.InvariantCulture);

    // The first Escape may leave a text, an isolation or a help page; what was changed is asked for once more.
    private string End(Process process, string window)
    {
        for (int i = 0; i < 40 && !process.HasExited; i++)
        {
            try
            {
                _display.Do("keydown", "--window", window, "Escape");
                _display.Do("keyup", "Escape");
            }
            catch (InvalidOperationException)
            {
                // The window has gone.
            }

            process.WaitForExit(TimeSpan.FromMilliseconds(500));
        }

        return !process.HasExited ? "Escape does not end it"
            : process.ExitCode == 0 ? ""
            : $"ended with {process.ExitCode}";
    }

    // What the window reports when it has closed; 0 where it ended otherwise.
    private static int EpochsOf(List<string> lines)
    {
        string? report = lines.LastOrDefault(line => line.StartsWith("{\"firstPictureMs\"", StringComparison.Ordinal));
        if (report is null)
            return 0;
        using JsonDocument parsed = JsonDocument.Parse(report);
        return parsed.RootElement.GetProperty("epochsRun").GetInt32();
    }

    private static bool IsMessage(string line) =>
        line.Contains("Validation Error", StringComparison.Ordinal)
        || line.Contains("Validation Warning", StringComparison.Ordinal)
        || line.Contains("VUID-", StringComparison.Ordinal)
        || line.Contains("SYNC-HAZARD", StringComparison.Ordinal);
}
