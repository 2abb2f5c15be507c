using System.CommandLine;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;

namespace GpuCluster.App.CommandLine;

/// <summary>
/// Runs a command's body and turns how it ended into one clear message and an exit code. The only place where exceptions become text.
/// </summary>
internal static class CommandRunner
{
    public static void SetBody(Command command, Action<ParseResult, RunContext> body) => command.SetAction(result => Run(result, body));

    private static int Run(ParseResult result, Action<ParseResult, RunContext> body)
    {
        bool quiet = result.GetValue(CommonOptions.Quiet);
        using Interruption interruption = new();
        ConsoleProgress progress = new(Console.Error, terminal: !Console.IsErrorRedirected, quiet);
        RunContext context = new(Console.Out, progress, result.GetValue(CommonOptions.Json), ProcessStart.Timestamp(), interruption.Token);
        try
        {
            body(result, context);
            progress.Finish();
            return ExitCode.Done;
        }
        catch (Exception exception)
        {
            return Report(exception, progress, interruption.Token);
        }
    }

    private static int Report(Exception exception, ConsoleProgress progress, CancellationToken interrupted)
    {
        progress.Abandon();
        Exception cause = exception is AggregateException { InnerExceptions: [var only] } ? only : exception;
        (string message, int code) = cause switch
        {
            OperationCanceledException when interrupted.IsCancellationRequested => ("interrupted", ExitCode.Interrupted),
            UnusableInputException unusable => ("error: " + OptionNames.Worded(unusable), ExitCode.Unusable),
            MachineFaultException fault => ("error: " + OptionNames.Worded(fault), ExitCode.Failed),
            OutOfMemoryException => ("error: out of memory: use --limit to take fewer samples", ExitCode.Failed),
            _ => ("error: this is a fault of the program, please report it:" + Environment.NewLine + cause, ExitCode.Failed),
        };
        Console.Error.WriteLine(message);
        return code;
    }
}
