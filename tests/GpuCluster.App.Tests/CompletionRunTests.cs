using System.Diagnostics;

namespace GpuCluster.App.Tests;

/// <summary>The scripts of `completion`, in the shells that they are for.</summary>
public sealed class CompletionRunTests
{
    // Bash fills COMPREPLY from the words of the line; zsh calls its own functions, which here print what they get.
    private const string Bash = """
        source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _gpucluster; printf '%s\n' "${COMPREPLY[@]}"
        """;
    private const string Zsh = """
        compdef() { :; }; _files() { echo FILES; }
        compadd() { [[ $1 == -a ]] && print -l -- ${(P)2}; }; _describe() { print -l -- ${(P)2}; }
        source "$1"; shift; words=("$@"); CURRENT=$#; _gpucluster
        """;

    // PowerShell completes the last word of a line.
    private const string PowerShell = """
        Get-Content $args[0] -Raw | Invoke-Expression; $line = $args[1]
        [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
        """;

    public static TheoryData<string> Shells => ["bash", "zsh", "pwsh"];

    [Theory]
    [MemberData(nameof(Shells))]
    public void A_shell_offers_commands_options_and_values(string shell)
    {
        string[] commands = Complete(shell, "gpucluster", "");
        Assert.Contains("view", commands);
        Assert.Contains("completion", commands);
        Assert.Contains("knn", Complete(shell, "gpucluster", "bench", ""));
        string[] options = Complete(shell, "gpucluster", "view", "data.npy", "--");
        Assert.Contains("--pace", options);
        Assert.Contains("--listen", options);
        Assert.DoesNotContain("--text", options);
        Assert.Equal(["frame", "max"], Complete(shell, "gpucluster", "view", "--pace", ""));
        Assert.DoesNotContain("--quality", Complete(shell, "gpucluster", "layout", "data.npy", "-o", ""));
    }

    [Fact]
    public void Each_command_of_the_program_stands_in_each_script()
    {
        foreach (string shell in new[] { "bash", "zsh", "pwsh" })
        {
            string script = GpuClusterProgram.Run("completion", shell).Out;
            Assert.All(GpuClusterCommand.Create().Subcommands, command => Assert.Contains($"' {command.Name}'", script));
        }
    }

    [Fact]
    public void An_unknown_shell_is_refused() => GpuClusterProgram.Run("completion", "fish").AssertRefused(2, "fish", "bash, zsh or pwsh");

    private static string[] Complete(string shell, params string[] words)
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, shell))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, $"{shell} is not installed");
        string script = Path.GetTempFileName();
        try
        {
            File.WriteAllText(script, GpuClusterProgram.Run("completion", shell).Out);
            string[] call = shell switch
            {
                "bash" => ["--norc", "-c", Bash, shell, script, .. words],
                "zsh" => ["-f", "-c", Zsh, shell, script, .. words],
                _ => ["-NoProfile", "-CommandWithArgs", PowerShell, script, string.Join(' ', words)],
            };
            ProcessStartInfo start = new(program!, call)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using Process process = Process.Start(start)!;
            string output = process.StandardOutput.ReadToEnd();
            Assert.Empty(process.StandardError.ReadToEnd());
            process.WaitForExit();
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':')[0])];
        }
        finally
        {
            File.Delete(script);
        }
    }
}
