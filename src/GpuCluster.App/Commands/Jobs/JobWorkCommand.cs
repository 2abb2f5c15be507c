using System.CommandLine;
using System.Globalization;
using GpuCluster.App.CommandLine;
using GpuCluster.Core.Errors;

namespace GpuCluster.App.Commands.Jobs;

/// <summary>`job work JOB`: one worker of several.</summary>
internal static class JobWorkCommand
{
    private static readonly Option<string?> Units = new("--units")
    {
        HelpName = "A-B",
        Description = "Do these units alone, counted from 0, and wait while others do what these need (default: all, each claimed first).",
    };

    public static Command Create()
    {
        Command command = new(
            "work",
            """
            Works on a job until nothing is left. Any number of processes may do so at once, on any number of machines.

            Example:
              gpucluster job work out/job
            """
        )
        {
            JobCommand.Job,
            Units,
        };
        OptionGroups.Add(command, [CommonOptions.Threads, CommonOptions.Device]);
        CommandRunner.SetBody(command, (result, context) => JobWork.Run(result, count => RangeOf(result.GetValue(Units), count), context));
        return command;
    }

    private static (int First, int Last) RangeOf(string? text, int count)
    {
        if (text is null)
            return (0, count - 1);
        string[] ends = text.Split('-');
        return
            ends.Length == 2
            && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(ends[1], NumberStyles.None, CultureInfo.InvariantCulture, out int last)
            && first <= last
            && last < count
            ? (first, last)
            : throw new UnusableInputException($"--units {text}: give two numbers from 0 to {count - 1}, such as 0-{count - 1}");
    }
}
