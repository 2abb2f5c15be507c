using System.CommandLine;
using GpuCluster.App.CommandLine;

namespace GpuCluster.App.Commands.Jobs;

/// <summary>`job`: vectors and neighbours of all with all as units of work in a folder, for several processes and machines.</summary>
internal static class JobCommand
{
    /// <summary>The job's folder.</summary>
    public static readonly Argument<string> Job = new("JOB") { Description = "The folder that `job create` made." };

    public static Command Create()
    {
        Command command = new(
            "job",
            """
            Embeds and finds neighbours in units of work that many processes and machines share through a folder. A killed one loses the
            unit it was at and no more, and the result has the same bytes.
            """
        )
        {
            JobCreateCommand.Create(),
            JobWorkCommand.Create(),
            JobRunCommand.Create(),
            JobStatusCommand.Create(),
            JobFinishCommand.Create(),
        };
        foreach (Command each in command.Subcommands)
            OptionGroups.AddOutput(each);
        return command;
    }
}
