using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GpuCluster.App.Tests;

/// <summary>A page in Chromium, driven by its debugging protocol: real clicks, what it requests, and what its console says.</summary>
internal sealed partial class Chromium : IAsyncDisposable
{
    private readonly Process _browser;
    private readonly ClientWebSocket _socket = new();
    private readonly List<JsonNode> _events = [];
    private int _calls;

    private Chromium(Process browser) => _browser = browser;

    /// <summary>The addresses that were asked for.</summary>
    public string[] Requests =>
        [
            .. _events
                .Where(each => (string?)each["method"] == "Network.requestWillBeSent")
                .Select(each => (string)each["params"]!["request"]!["url"]!),
        ];

    /// <summary>What the console says, warnings and faults.</summary>
    public string[] Messages =>
        [
            .. _events
                .Where(each => (string?)each["method"] is "Runtime.consoleAPICalled" or "Runtime.exceptionThrown" or "Log.entryAdded")
                .Select(each => each["params"]!.ToJsonString()),
        ];

    /// <summary>Whether there is a browser, and the run is one that starts it.</summary>
    public static void SkipUnlessPresent()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("GPUCLUSTER_TEST_ALL") == "1", "a browser is started by test --all only");
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "chromium"))),
            "there is no chromium"
        );
    }

    /// <summary>Starts a browser with an empty page.</summary>
    /// <param name="folder">Holds its profile.</param>
    /// <param name="width">Pixels of the page.</param>
    /// <param name="height">Pixels of the page.</param>
    /// <param name="options">More options of its command line.</param>
    public static async Task<Chromium> StartAsync(DirectoryInfo folder, int width, int height, params string[] options)
    {
        ProcessStartInfo start = new("chromium")
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        foreach (
            string option in (string[])
                [
                    "--headless=new",
                    "--no-sandbox",
                    "--hide-scrollbars",
                    "--remote-debugging-port=0",
                    "--use-angle=swiftshader",
                    "--enable-unsafe-swiftshader",
                    $"--user-data-dir={Path.Combine(folder.FullName, "browser")}",
                    .. options,
                    "about:blank",
                ]
        )
        {
            start.ArgumentList.Add(option);
        }

        Chromium page = new(Process.Start(start)!);
        string? line;
        Match found;
        do
        {
            line = await page._browser.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
            found = Address().Match(line);
        } while (!found.Success);

        // Nothing may wait for a full pipe.
        _ = page._browser.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Uri address = new(found.Value);
        using HttpClient http = new();
        JsonArray targets = JsonNode
            .Parse(await http.GetStringAsync(new Uri($"http://127.0.0.1:{address.Port}/json/list"), TestContext.Current.CancellationToken))!
            .AsArray();
        string own = (string)targets.First(target => (string)target!["type"]! == "page")!["webSocketDebuggerUrl"]!;
        await page._socket.ConnectAsync(new Uri(own), TestContext.Current.CancellationToken);
        foreach (string domain in new[] { "Runtime", "Log", "Network", "Page" })
            await page.CallAsync($"{domain}.enable", []);
        await page.CallAsync(
            "Emulation.setDeviceMetricsOverride",
            new JsonObject
            {
                ["width"] = width,
                ["height"] = height,
                ["deviceScaleFactor"] = 1,
                ["mobile"] = false,
            }
        );
        return page;
    }

    /// <summary>Opens an address and waits until an expression is true.</summary>
    public async Task OpenAsync(string address, string until)
    {
        await CallAsync("Page.navigate", new JsonObject { ["url"] = address });
        await UntilAsync(until);
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task UntilAsync(string expression)
    {
        for (int attempt = 0; attempt < 600; attempt++)
        {
            if (await EvaluateAsync(expression) is JsonValue value && value.TryGetValue(out bool isTrue) && isTrue)
                return;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail($"never true: {expression}\n{string.Join('\n', Messages)}");
    }

    /// <summary>The value of an expression in the page.</summary>
    public async Task<JsonNode?> EvaluateAsync(string expression) =>
        (await CallAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true }))["result"]![
            "result"
        ]!["value"];

    /// <summary>A click of the left button.</summary>
    public async Task ClickAsync(double x, double y)
    {
        foreach (string type in new[] { "mousePressed", "mouseReleased" })
        {
            await CallAsync(
                "Input.dispatchMouseEvent",
                new JsonObject
                {
                    ["type"] = type,
                    ["x"] = x,
                    ["y"] = y,
                    ["button"] = "left",
                    ["clickCount"] = 1,
                }
            );
        }
    }

    /// <summary>The cursor goes to a place.</summary>
    public Task MoveAsync(double x, double y) =>
        CallAsync(
            "Input.dispatchMouseEvent",
            new JsonObject
            {
                ["type"] = "mouseMoved",
                ["x"] = x,
                ["y"] = y,
            }
        );

    /// <summary>The page as a .png.</summary>
    public async Task ScreenshotAsync(string path)
    {
        // Two frames, so that what was changed last is drawn.
        await EvaluateAsync("window.frames_ = 0; requestAnimationFrame(() => requestAnimationFrame(() => window.frames_ = 2)); 0");
        await UntilAsync("window.frames_ === 2");
        JsonNode picture = await CallAsync("Page.captureScreenshot", []);
        await File.WriteAllBytesAsync(
            path,
            Convert.FromBase64String((string)picture["result"]!["data"]!),
            TestContext.Current.CancellationToken
        );
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _browser.Kill(entireProcessTree: true);
        await _browser.WaitForExitAsync(CancellationToken.None);
        _browser.Dispose();
    }

    [GeneratedRegex(@"ws://\S+", RegexOptions.None, 1000)]
    private static partial Regex Address();

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters)
    {
        int call = ++_calls;
        JsonObject message = new()
        {
            ["id"] = call,
            ["method"] = method,
            ["params"] = parameters,
        };
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, cancellation);
        while (true)
        {
            JsonNode answer = await ReceiveAsync(cancellation);
            if ((int?)answer["id"] is not { } id)
                _events.Add(answer);
            else if (id == call)
                return answer["error"] is { } fault ? throw new InvalidOperationException($"{method}: {fault.ToJsonString()}") : answer;
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellation)
    {
        using MemoryStream text = new();
        byte[] part = new byte[1 << 16];
        WebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(part, cancellation);
            text.Write(part, 0, received.Count);
        } while (!received.EndOfMessage);
        return JsonNode.Parse(text.ToArray())!;
    }
}
