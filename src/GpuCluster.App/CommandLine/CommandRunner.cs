using System.CommandLine;
using GpuCluster.App.Diagnosis;
using GpuCluster.App.Output;
using GpuCluster.App.Texts;
using GpuCluster.Core.Errors;
using GpuCluster.Session.Scenes;

namespace GpuCluster.App.CommandLine;

/// <summary>
/// Runs a command's body and turns how it ended into one clear message and an exit code. The only place where exceptions become text.
/// </summary>
internal static class CommandRunner
{
    private const string Interrupted = "interrupted";

    /// <summary>How long a thread that has failed waits for the window's thread to write the scene.</summary>
    private static readonly TimeSpan TimeForScene = TimeSpan.FromSeconds(5);

    public static void SetBody(Command command, Action<ParseResult, RunContext> body) => command.SetAction(result => Run(result, body));

    private static int Run(ParseResult result, Action<ParseResult, RunContext> body)
    {
        Language language = Language.Of(result);
        using TerminalWriter messages = TerminalWriter.Messages(language.Messages);
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
            int code = Run(result, body, messages, startedAt, log, language);
            if (log is not null)
            {
                log.Write($"exit {code}");
                messages.WriteLine($"log: {log.Path}");
            }

            return code;
        }
    }

    private static int Run(
        ParseResult result,
        Action<ParseResult, RunContext> body,
        TerminalWriter messages,
        long startedAt,
        RunLog? log,
        Language language
    )
    {
        bool isJson = result.GetValue(CommonOptions.Json);
        using TerminalWriter results = TerminalWriter.Results(isJson ? null : language.Messages);
        ConsoleProgress progress = new(messages, terminal: !Console.IsErrorRedirected, result.GetValue(CommonOptions.Quiet), log);
        using Interruption interruption = new(() => messages.WriteLine(Interrupted));
        using SceneRescue rescue = new();
        RunContext context = new(results, progress, isJson, startedAt, interruption.Token) { Rescue = rescue, Language = language };
        int Fail(Exception exception)
        {
            progress.Abandon();
            (string[] lines, int code) = Explain(
                CauseOf(exception),
                result,
                new CrashScene(progress.LastStage, rescue.Kept),
                interruption.Token
            );
            foreach (string line in lines.Concat(KeptIn(rescue)))
                messages.WriteLine(line);

            log?.Write($"{exception}");
            return code;
        }

        using ThreadFaults faults = new(exception =>
        {
            rescue.Ask(TimeForScene);
            int code = Fail(exception);
            log?.Write($"exit {code}");
            Interruption.EndProcess(code);
        });
        try
        {
            body(result, context);
            progress.Finish();
            return ExitCode.Done;
        }
        catch (Exception exception)
        {
            return Fail(exception);
        }
    }

    private static IEnumerable<string> KeptIn(SceneRescue rescue) =>
        rescue.Kept is { } scene
            ? [$"the scene that was not saved is in {scene}; the next view of the data offers it, {LiveOptions.RestoreName} opens it"]
            : [];

    // Where several threads did one work, several of them may have failed, and most often for one reason.
    private static Exception CauseOf(Exception exception)
    {
        if (exception is not AggregateException several)
            return exception;
        Exception[] all = [.. several.Flatten().InnerExceptions];
        return Array.Find(all, each => each is UnusableInputException or MachineFaultException) ?? all[0];
    }

    private static IEnumerable<string> HeadingOf(ParseResult result) =>
        [.. ProgramVersion.Described(), $"$ gpucluster {string.Join(' ', result.Tokens.Select(token => token.Value))}"];

    private static (string[] Lines, int Code) Explain(
        Exception cause,
        ParseResult command,
        CrashScene scene,
        CancellationToken interrupted
    ) =>
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
            _ when CrashReport.TryWrite(cause, command, scene) is { } report => (
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
