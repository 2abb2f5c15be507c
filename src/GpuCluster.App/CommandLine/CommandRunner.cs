using System.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;

namespace GpuCluster.App.CommandLine;

/// <summary>
/// Runs a command's body and turns how it ended into one clear message and an exit code. The only place where exceptions become text.
/// </summary>
internal static class CommandRunner
{
    private const string Interrupted = "interrupted";

    public static void SetBody(Command command, Action<ParseResult, RunContext> body) => command.SetAction(result => Run(result, body));

    private static int Run(ParseResult result, Action<ParseResult, RunContext> body)
    {
        bool quiet = result.GetValue(CommonOptions.Quiet);
        using TerminalWriter results = TerminalWriter.Results();
        using TerminalWriter messages = TerminalWriter.Messages();
        ConsoleProgress progress = new(messages, terminal: !Console.IsErrorRedirected, quiet);
        using Interruption interruption = new(() => messages.WriteLine(Interrupted));
        RunContext context = new(results, progress, result.GetValue(CommonOptions.Json), ProcessStart.Timestamp(), interruption.Token);
        try
        {
            body(result, context);
            progress.Finish();
            return ExitCode.Done;
        }
        catch (Exception exception)
        {
            progress.Abandon();
            return Report(exception, messages, interruption.Token);
        }
    }

    private static int Report(Exception exception, TerminalWriter messages, CancellationToken interrupted)
    {
        Exception cause = exception is AggregateException { InnerExceptions: [var only] } ? only : exception;
        (string[] lines, int code) = cause switch
        {
            OperationCanceledException when interrupted.IsCancellationRequested => ([Interrupted], ExitCode.Interrupted),
            UnusableInputException unusable => (["error: " + OptionNames.Worded(unusable)], ExitCode.Unusable),
            MachineFaultException fault => (["error: " + OptionNames.Worded(fault)], ExitCode.Failed),
            OutOfMemoryException => (["error: out of memory: use --limit to take fewer samples"], ExitCode.Failed),
            _ when ChangedInput.Find() is { } changed => (
                [$"error: {changed}: another program wrote to it while it was read; run again when none does"],
                ExitCode.Unusable
            ),
            _ => ((string[])["error: this is a fault of the program, please report it:", .. $"{cause}".Split('\n')], ExitCode.Failed),
        };
        foreach (string line in lines)
            messages.WriteLine(line);

        return code;
    }
}
