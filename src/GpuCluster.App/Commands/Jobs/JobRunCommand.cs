using System.CommandLine;
using GpuCluster.App.CommandLine;

namespace GpuCluster.App.Commands.Jobs;

/// <summary>`job run JOB`: all of it.</summary>
internal static class JobRunCommand
{
    public static Command Create()
    {
        Command command = new(
            "run",
            """
            Works on a job until all of it is done, as one process of this machine.

            Example:
              gpucluster job run out/job
            """
        )
        {
            JobCommand.Job,
        };
        OptionGroups.Add(command, [CommonOptions.Threads, CommonOptions.Device]);
        CommandRunner.SetBody(command, (result, context) => JobWork.Run(result, count => (0, count - 1), context));
        return command;
    }
}
