using System.CommandLine;
using System.Text.Json.Nodes;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Diagnosis;
using GpuCluster.App.Output;

namespace GpuCluster.App.Commands.Machine;

/// <summary>`doctor`: each part of the machine that the program uses, with its state and remedy.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        Command command = new(
            "doctor",
            """
            Looks at what the program needs of this machine: SDK, drivers, devices, fonts, libjpeg-turbo, ffmpeg, memory, cache
            and disk; what is missing or broken comes with its remedy. Computes nothing.

            Example:
              gpucluster doctor --json
            """
        )
        {
            CommonOptions.OutDir,
        };
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        IReadOnlyList<MachineCheck> checks = MachineDiagnosis.Take(result.GetValue(CommonOptions.OutDir)!, context.Cancellation);
        if (context.Json)
        {
            JsonLine.Write(
                context.Out,
                new JsonObject { ["version"] = ProgramVersion.Text, ["checks"] = new JsonArray([.. checks.Select(ToJson)]) }
            );
            return;
        }

        context.Out.WriteLine($"gpucluster {ProgramVersion.Text}");
        foreach (MachineCheck check in checks)
        {
            context.Out.WriteLine($"{WordOf(check.State), -8}{check.Name, -11}{check.Found}");
            if (check.Remedy.Length > 0)
                context.Out.WriteLine($"{"", 19}{check.Remedy}");
        }
    }

    private static JsonObject ToJson(MachineCheck check)
    {
        JsonObject json = new()
        {
            ["name"] = check.Name,
            ["state"] = WordOf(check.State),
            ["found"] = check.Found,
        };
        if (check.Remedy.Length > 0)
            json["remedy"] = check.Remedy;

        return json;
    }

    private static string WordOf(CheckState state) => state.ToString().ToLowerInvariant();
}
