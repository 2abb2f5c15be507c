using System.CommandLine;
using System.Text.Json;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Diagnosis.SelfTests;
using GpuCluster.App.Output;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.App.Commands.Machine;

/// <summary>`selftest`: computes and draws on every device of this machine, and compares each result.</summary>
internal static class SelfTestCommand
{
    private static readonly Option<bool> Quick = new("--quick")
    {
        Description = "Only the kernels that run by default, and no layout on the simulator: under a minute.",
    };
    private static readonly Option<string?> Output = new("--output", "-o")
    {
        HelpName = "FILE",
        Description = "Write the result as .json, to attach to a report of a fault (default: selftest.json in --out-dir).",
    };

    public static Command Create()
    {
        Command command = new(
            "selftest",
            """
            Tests this machine: every kernel on every device against a reference, whole layouts against the host's, the bundled model on
            each provider of ONNX Runtime, drawing with Vulkan's validation, and the speed of arithmetic and memory. What cannot run is
            named with the reason. Exit code 1 if a test failed.

            Example:
              gpucluster selftest --quick
            """
        )
        {
            Quick,
            Output,
            CommonOptions.OutDir,
            CommonOptions.Threads,
        };
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        string file = result.GetValue(Output) ?? Path.Combine(result.GetValue(CommonOptions.OutDir)!, "selftest.json");
        AtomicFile.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        AtomicFile.Probe(file);
        SelfTestReport report = SelfTestReport.Take(
            new SelfTestScope(result.GetValue(Quick), CommonOptions.ThreadsOf(result), context.Progress, context.Cancellation)
        );
        context.Progress.Finish();
        AtomicFile.Write(
            file,
            stream =>
            {
                using Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true });
                report.ToJson().WriteTo(writer);
            },
            context.Cancellation
        );
        if (context.Json)
        {
            JsonLine.Write(context.Out, report.ToJson());
        }
        else
        {
            foreach (string line in report.ToLines())
                context.Out.WriteLine(line);

            context.Out.WriteLine($"wrote {file}");
        }

        if (report.Failed > 0)
        {
            throw new MachineFaultException(
                $"{report.Failed} of {report.Rows.Count} tests failed; to report them, attach {file}. A device that fails is not chosen by "
                    + "itself; the processor computes instead"
            );
        }
    }
}
