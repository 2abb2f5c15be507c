using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Guards;
using GpuCluster.Session.Remote;

namespace GpuCluster.App.Commands.Views;

/// <summary>`mcp`: the verbs of a window that listens, as tools of the Model Context Protocol.</summary>
internal static class McpCommand
{
    private const string Library = "ModelContextProtocol.Core";
    private static readonly Argument<string?> Socket = new("PATH")
    {
        Arity = ArgumentArity.ZeroOrOne,
        Description = "The socket of the window (default: where view --listen makes it).",
    };

    public static Command Create()
    {
        Command command = new(
            "mcp",
            """
            Serves the tools of a window that listens (view DATA --listen) to an assistant: the Model Context Protocol on
            standard input and output. Ends when its input does.

            Example:
              gpucluster mcp
            """
        )
        {
            Socket,
        };
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(
            command,
            (result, context) =>
            {
                if (!OptionalLibrary.IsHere(Library))
                    throw new UnusableInputException($"mcp: this small build of the program leaves out {Library}; use a whole build");
                McpTools.ServeAsync(result.GetValue(Socket) ?? RemotePlace.Usual(), context.Cancellation).GetAwaiter().GetResult();

                // The protocol's library takes Ctrl-C for the end of its input.
                context.Cancellation.ThrowIfCancellationRequested();
            }
        );
        return command;
    }
}
