using System.CommandLine;
using GpuCluster.App.Diagnosis;
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
        using TerminalWriter messages = TerminalWriter.Messages();
        long startedAt = ProcessStart.Timestamp();
        RunLog? log = null;
        try
        {
            log = result.GetValue(CommonOptions.Verbose) ? RunLog.Begin(HeadingOf(result), startedAt) : null;
        }
        catch (Exception exception) when (exception is UnusableInputException or MachineFaultException)
        {
            messages.WriteLine("error: " + exception.Message);
            return exception is UnusableInputException ? ExitCode.Unusable : ExitCode.Failed;
        }

        using (log)
        {
            int code = Run(result, body, messages, startedAt, log);
            if (log is not null)
            {
                log.Write($"exit {code}");
                messages.WriteLine($"log: {log.Path}");
            }

            return code;
        }
    }

    private static int Run(ParseResult result, Action<ParseResult, RunContext> body, TerminalWriter messages, long startedAt, RunLog? log)
    {
        using TerminalWriter results = TerminalWriter.Results();
        ConsoleProgress progress = new(messages, terminal: !Console.IsErrorRedirected, result.GetValue(CommonOptions.Quiet), log);
        using Interruption interruption = new(() => messages.WriteLine(Interrupted));
        RunContext context = new(results, progress, result.GetValue(CommonOptions.Json), startedAt, interruption.Token);
        try
        {
            body(result, context);
            progress.Finish();
            return ExitCode.Done;
        }
        catch (Exception exception)
        {
            progress.Abandon();
            Exception cause = exception is AggregateException { InnerExceptions: [var only] } ? only : exception;
            (string[] lines, int code) = Explain(cause, result, progress.LastStage, interruption.Token);
            foreach (string line in lines)
                messages.WriteLine(line);

            log?.Write($"{exception}");
            return code;
        }
    }

    private static IEnumerable<string> HeadingOf(ParseResult result) =>
        [.. ProgramVersion.Described(), $"$ gpucluster {string.Join(' ', result.Tokens.Select(token => token.Value))}"];

    private static (string[] Lines, int Code) Explain(Exception cause, ParseResult command, string stage, CancellationToken interrupted) =>
        cause switch
        {
            OperationCanceledException when interrupted.IsCancellationRequested => ([Interrupted], ExitCode.Interrupted),
            UnusableInputException unusable => (["error: " + OptionNames.Worded(unusable)], ExitCode.Unusable),
            MachineFaultException fault => (["error: " + OptionNames.Worded(fault)], ExitCode.Failed),
            OutOfMemoryException => (["error: out of memory: use --limit to take fewer samples"], ExitCode.Failed),
            FileNotFoundException when !HasCurrentFolder() => (
                ["error: the current folder is no longer there; change to another folder and run again"],
                ExitCode.Unusable
            ),
            _ when ChangedInput.Find() is { } changed => (
                [$"error: {changed}: another program wrote to it while it was read; run again when none does"],
                ExitCode.Unusable
            ),
            _ when CrashReport.TryWrite(cause, command, stage) is { } report => (
                [
                    $"error: this is a fault of the program: {cause.GetType().Name}: {cause.Message}",
                    $"please report it with {report}, which holds versions, devices and the place, and nothing of your data",
                ],
                ExitCode.Failed
            ),
            _ => ((string[])["error: this is a fault of the program, please report it:", .. $"{cause}".Split('\n')], ExitCode.Failed),
        };

    // The system knows no path of a folder that was removed.
    private static bool HasCurrentFolder()
    {
        try
        {
            return Environment.CurrentDirectory.Length > 0;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }
}
