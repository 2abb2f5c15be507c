using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Commands.Bench;
using GpuCluster.App.Commands.Clusters;
using GpuCluster.App.Commands.Layouts;
using GpuCluster.App.Commands.Machine;
using GpuCluster.App.Commands.Models;
using GpuCluster.App.Commands.Reports;
using GpuCluster.App.Commands.Similarity;
using GpuCluster.App.Commands.Views;
using GpuCluster.App.Output;
using GpuCluster.App.Texts;
using GpuCluster.Core.Errors;

namespace GpuCluster.App;

/// <summary>The program's command line: all commands, and what happens to a line that fits none.</summary>
internal static class GpuClusterCommand
{
    /// <summary>The command line with all commands.</summary>
    public static RootCommand Create() =>
        new("Images and vectors as a 3-D cloud that you fly through while UMAP sorts it.")
        {
            DemoCommand.Create(),
            ViewCommand.Create(),
            EmbedCommand.Create(),
            LayoutCommand.Create(),
            LabelCommand.Create(),
            CompareCommand.Create(),
            TransformCommand.Create(),
            RenderCommand.Create(),
            McpCommand.Create(),
            SimilarCommand.Create(),
            DuplicatesCommand.Create(),
            ClustersCommand.Create(),
            ReportCommand.Create(),
            ShareCommand.Create(),
            Commands.Jobs.JobCommand.Create(),
            ModelsCommand.Create(),
            DevicesCommand.Create(),
            DoctorCommand.Create(),
            SelfTestCommand.Create(),
            CompletionCommand.Create(),
            BenchCommand.Create(),
            Language.Option,
        };

    public static async Task<int> RunAsync(string[] args)
    {
        Console.OutputEncoding = Encoding.UTF8;
        RootCommand root = Create();
        NumericOptions.RefuseSeparators(root);
        // An argument that begins with @ is a text or a file's name, and no file of further arguments.
        ParserConfiguration asTyped = new() { ResponseFileTokenReplacer = null };
        // The name alone lists the commands.
        ParseResult result = root.Parse(args.Length == 0 ? ["--help"] : args, asTyped);
        Language language;
        try
        {
            language = Language.Of(result);
        }
        catch (UnusableInputException unusable)
        {
            using TerminalWriter messages = TerminalWriter.Messages();
            messages.WriteLine("error: " + unusable.Message);
            return ExitCode.Unusable;
        }

        if (result.Action is ParseErrorAction)
            return Report(result, language);

        HelpTexts.Translate(root, language.Help);
        using TerminalWriter results = TerminalWriter.Results(language.Help);
        InvocationConfiguration configuration = new()
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = results,
        };
        try
        {
            return await result.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (MachineFaultException fault)
        {
            // The help or the version found no room; a command reports its own faults.
            using TerminalWriter messages = TerminalWriter.Messages(language.Messages);
            messages.WriteLine("error: " + fault.Message);
            return ExitCode.Failed;
        }
    }

    private static int Report(ParseResult result, Language language)
    {
        using TerminalWriter messages = TerminalWriter.Messages(language.Messages);
        messages.WriteLine($"error: {Explain(result)}");
        messages.WriteLine($"`{NameOf(result.CommandResult)} --help` shows what there is");
        return ExitCode.Unusable;
    }

    // What the parser itself would say names types of .NET, or only that something is missing.
    private static string Explain(ParseResult result)
    {
        string[] commands = [.. result.CommandResult.Command.Subcommands.Select(command => command.Name)];
        if (commands.Length > 0)
        {
            string unknown = result.UnmatchedTokens is [var first, ..] ? $"{first}: unknown" : "a command is missing";
            return $"{unknown}; use {string.Join(", ", commands[..^1])} or {commands[^1]}";
        }

        ParseError error = result.Errors[0];
        return error.SymbolResult is OptionResult { Tokens: [var token] } option && option.Option.ValueType != typeof(string)
            ? NumericOptions.Refusal(option, token.Value)
            : error.Message;
    }

    /// <summary>The command as one types it, for example "gpucluster bench knn".</summary>
    private static string NameOf(CommandResult command)
    {
        List<string> names = [];
        for (SymbolResult? at = command; at is CommandResult { Command: not RootCommand } part; at = part.Parent)
            names.Insert(0, part.Command.Name);

        return string.Join(' ', names.Prepend("gpucluster"));
    }
}
