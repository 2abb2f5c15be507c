using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using GpuCluster.Testing;

namespace GpuCluster.App.Tests;

/// <summary>Runs the built program as a user would: in a process of its own, with its output and exit code.</summary>
internal sealed record GpuClusterProgram(int ExitCode, string Out, string Error)
{
    /// <summary>The folder that holds the program, the assets and the solution.</summary>
    public static string Root { get; } = RepositoryRoot.Find();

    public static string Digits => Path.Combine(Root, "assets", "mnist");

    /// <summary>The one line of JSON on standard output.</summary>
    public JsonObject Json
    {
        get
        {
            Assert.Equal(1, Out.Count(c => c == '\n'));
            return JsonNode.Parse(Out)!.AsObject();
        }
    }

    public static GpuClusterProgram Run(params string[] arguments) => Run(new Dictionary<string, string>(), arguments);

    /// <summary>Runs with environment variables set; an empty value removes one.</summary>
    public static GpuClusterProgram Run(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using Process process = Start(environment, arguments);
        return Finish(process);
    }

    /// <summary>The command line that runs the program: the host of this very runtime, the program, its arguments.</summary>
    public static string[] CommandLine(params string[] arguments) =>
        [DotnetPath(), Path.Combine(AppContext.BaseDirectory, "gpucluster.dll"), .. arguments];

    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        string[] line = CommandLine(arguments);
        ProcessStartInfo start = new(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        // Messages are compared in English, whatever the tester's own language is.
        start.Environment["LC_ALL"] = "C";
        foreach ((string name, string value) in environment)
            start.Environment[name] = value.Length == 0 ? null : value;

        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public static GpuClusterProgram Finish(Process process)
    {
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(5)), "the program did not end");
        return new GpuClusterProgram(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    /// <summary>Ctrl-C.</summary>
    public static void Interrupt(Process process) => Assert.Equal(0, Kill(process.Id, 2));

    /// <summary>Asserts one clear message with the expected words, the exit code, nothing on standard output and no stack trace.</summary>
    public void AssertRefused(int exitCode, params string[] words)
    {
        Assert.True(exitCode == ExitCode, $"exit code {ExitCode}, expected {exitCode}:\n{Error}");
        Assert.Empty(Out);
        Assert.DoesNotContain("   at ", Error);
        foreach (string word in words)
            Assert.Contains(word, Error);
    }

    // The host of this very runtime, whatever PATH says.
    private static string DotnetPath()
    {
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        return File.Exists(host) ? host : "dotnet";
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
