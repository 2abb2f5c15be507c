using System.CommandLine;
using System.Text;
using GpuCluster.App.Commands;

namespace GpuCluster.App.CommandLine;

/// <summary>The program's command line: all commands, and what happens to a line that fits none.</summary>
internal static class GpuClusterCommand
{
    public static async Task<int> RunAsync(string[] args)
    {
        Console.OutputEncoding = Encoding.UTF8;
        RootCommand root = new("Images and vectors as a 3-D cloud that you fly through while UMAP sorts it.")
        {
            DemoCommand.Create(),
            ViewCommand.Create(),
            LayoutCommand.Create(),
            RenderCommand.Create(),
            DevicesCommand.Create(),
            BenchCommand.Create(),
        };
        ParseResult result = root.Parse(args);
        bool asksForHelp = args.Length == 0 || result.Action is not null;
        if (result.Errors.Count > 0 && !asksForHelp)
        {
            return await ReportAsync(result).ConfigureAwait(false);
        }

        return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }).ConfigureAwait(false);
    }

    private static async Task<int> ReportAsync(ParseResult result)
    {
        await Console.Error.WriteLineAsync("error: " + result.Errors[^1].Message).ConfigureAwait(false);
        string name = result.CommandResult.Command is RootCommand ? "" : " " + result.CommandResult.Command.Name;
        await Console.Error.WriteLineAsync($"`gpucluster{name} --help` shows what there is").ConfigureAwait(false);
        return ExitCode.Unusable;
    }
}
