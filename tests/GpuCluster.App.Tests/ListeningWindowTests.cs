using System.Diagnostics;
using System.Text.Json.Nodes;

namespace GpuCluster.App.Tests;

/// <summary>A real window that listens, with a Python program and an assistant's server at its socket.</summary>
[Collection("Display")]
public sealed class ListeningWindowTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly SceneWindowFixture _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void A_python_program_and_an_assistant_work_with_a_window_and_a_second_window_is_refused()
    {
        string path = _stage.InFolder("view.sock");
        using LiveProgram view = _stage.Start([
            "view",
            GpuClusterProgram.Digits,
            "--limit",
            "600",
            "--epochs",
            "30",
            .. SceneWindowFixture.Look,
            "--listen",
            path,
        ]);
        if (File.Exists(Python))
        {
            string output = Run(Python, Path.Combine(GpuClusterProgram.Root, "tests", "samples", "hands.py"), path);
            Assert.Contains("600 samples", output);
            Assert.Contains("cosine", output);
        }

        string shown = _stage.InFolder("assistant.png");
        JsonNode[] answers = Assist(path, shown);
        Assert.Contains(answers[1]["result"]!["tools"]!.AsArray(), tool => (string?)tool!["name"] == "select");
        Assert.Contains("600", (string?)answers[2]["result"]!["content"]![0]!["text"]);
        Assert.True((bool?)answers[3]["result"]!["isError"]);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], File.ReadAllBytes(shown)[..4]);

        GpuClusterProgram
            .Run(
                new Dictionary<string, string> { ["DISPLAY"] = _stage.Display.Name, ["WAYLAND_DISPLAY"] = "" },
                "view",
                GpuClusterProgram.Digits,
                "--limit",
                "100",
                "--listen",
                path
            )
            .AssertRefused(2, path, "another window");

        // The first request to leave is a question, as the program selected samples and nothing is saved.
        view.Press("Escape");
        view.Quit();
        Assert.Equal(0, view.Finish().ExitCode);
        Assert.False(Path.Exists(path));
    }

    [Fact]
    public void Without_a_window_the_assistant_is_told_so()
    {
        string path = _stage.InFolder("no.sock");
        JsonNode[] answers = Assist(path, _stage.InFolder("none.png"));
        Assert.Contains("no window listens", (string?)answers[2]["result"]!["content"]![0]!["text"]);
    }

    // The protocol's messages as its specification of 2025-06-18 writes them, without its library.
    private JsonNode[] Assist(string path, string picture)
    {
        const string Client = """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}""";
        string[] messages =
        [
            Message(1, "initialize", Client),
            Message(2, "tools/list", "{}"),
            Message(3, "tools/call", """{"name":"wait","arguments":{"seconds":60}}"""),
            Message(4, "tools/call", """{"name":"colour","arguments":{"by":"mood"}}"""),
            Message(5, "tools/call", $$"""{"name":"picture","arguments":{"path":"{{picture}}"} }"""),
        ];
        string[] line = GpuClusterProgram.CommandLine("mcp", path);
        using Process server = Process.Start(
            new ProcessStartInfo(line[0], line[1..])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                WorkingDirectory = _stage.Folder.FullName,
            }
        )!;
        List<JsonNode> answers = [];
        foreach (string message in messages)
        {
            server.StandardInput.WriteLine(message);
            server.StandardInput.Flush();
            answers.Add(JsonNode.Parse(server.StandardOutput.ReadLine()!)!);
            if (answers.Count == 1)
                server.StandardInput.WriteLine("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        }

        server.StandardInput.Close();
        Assert.True(server.WaitForExit(TimeSpan.FromSeconds(20)), "the server did not end with its input");
        Assert.Equal(0, server.ExitCode);
        return [.. answers];
    }

    private static string Message(int id, string method, string parameters) =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}} }""";

    private string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                WorkingDirectory = _stage.Folder.FullName,
            }
        )!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
