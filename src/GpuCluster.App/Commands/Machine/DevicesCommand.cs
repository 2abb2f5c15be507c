using System.CommandLine;
using GpuCluster.App.CommandLine;
using GpuCluster.App.Devices;
using GpuCluster.App.Output;
using GpuCluster.Compute.Ilgpu.Planning;

namespace GpuCluster.App.Commands.Machine;

/// <summary>`devices`: what draws, what computes, what embeds, what was matched, and why anything was not.</summary>
internal static class DevicesCommand
{
    public static Command Create()
    {
        Command command = new(
            "devices",
            """
            Lists the devices that Vulkan, ILGPU and ONNX Runtime see, and which were chosen.

            Example:
              gpucluster devices --json
            """
        );
        OptionGroups.AddOutput(command);
        CommandRunner.SetBody(command, Run);
        return command;
    }

    private static void Run(ParseResult result, RunContext context)
    {
        DeviceSurvey survey = DeviceSurvey.Take();
        if (context.Json)
        {
            JsonLine.Write(context.Out, survey.ToJson());
            return;
        }

        Section(context.Out, "Vulkan (draws)", survey.Vulkan);
        Section(context.Out, "ILGPU (computes)", survey.Ilgpu);
        Section(context.Out, "ONNX Runtime (embeds)", survey.OnnxRuntime);
        Section(context.Out, "Chosen by --device auto", [survey.Draw, survey.Compute, survey.Embed]);
    }

    private static void Section(TextWriter output, string title, IReadOnlyList<SurveyedDevice> devices)
    {
        output.WriteLine(title);
        foreach (SurveyedDevice device in devices)
        {
            output.WriteLine($"  {device.Name}{(device.Kind.Length > 0 ? $" [{device.Kind}]" : "")}: {device.Note}");
            string[] marks =
            [
                .. device.Identity?.Uuid is { } uuid ? [$"UUID {uuid}"] : (string[])[],
                .. device.Identity?.Luid is { } luid ? [$"LUID {luid:x16}"] : (string[])[],
                .. device.Identity?.PciAddress is { } pci ? [$"PCI {pci}"] : (string[])[],
                .. device.MemoryBytes is { } bytes ? [$"memory {StageMemory.Text(bytes)}"] : (string[])[],
                .. device.Room is { } room
                    ? [$"room for {string.Join(" or ", room.Select(each => $"{each.Samples} x {each.Features}"))} samples"]
                    : (string[])[],
                .. device.Match is { } match
                    ? [$"{(match.Index is null ? "none of Vulkan's" : "Vulkan's")}: {match.Reason}"]
                    : (string[])[],
            ];
            if (marks.Length > 0)
                output.WriteLine($"    {string.Join(", ", marks)}");
        }
    }
}
