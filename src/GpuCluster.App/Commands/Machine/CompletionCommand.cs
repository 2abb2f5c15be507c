using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Completions;
using GpuCluster.Core.Errors;

namespace GpuCluster.App.Commands.Machine;

/// <summary>`completion SHELL`: a script that lets a shell complete this program's commands and options.</summary>
internal static class CompletionCommand
{
    private static readonly Argument<string> Shell = new("SHELL") { Description = "bash, zsh or pwsh." };

    public static Command Create()
    {
        Command command = new(
            "completion",
            """
            Prints a script for a shell that completes commands, options and their values.

            Example:
              gpucluster completion bash
            """
        )
        {
            Shell,
        };
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(
            command,
            (result, context) =>
            {
                CompletionEntry[] entries = [.. CompletionEntry.AllOf(result.RootCommandResult.Command)];
                string script = result.GetValue(Shell) switch
                {
                    "bash" => CompletionScripts.Bash(entries),
                    "zsh" => CompletionScripts.Zsh(entries),
                    "pwsh" => CompletionScripts.PowerShell(entries),
                    var other => throw new UnusableInputException($"completion {other}: use bash, zsh or pwsh"),
                };
                foreach (string line in script.TrimEnd('\n').Split('\n'))
                    context.Out.WriteLine(line);
            }
        );
        return command;
    }
}
