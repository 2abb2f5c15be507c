using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json.Nodes;

namespace GpuCluster.App.Devices;

/// <summary>What the program runs on and with: without it a time or a fault says nothing to others.</summary>
/// <param name="Processor">Its name, or its architecture if the system gives none.</param>
/// <param name="Cores">Processors that the program may use.</param>
/// <param name="InstructionSet">The widest registers that code was compiled for.</param>
/// <param name="System">The operating system.</param>
/// <param name="Runtime">.NET's version.</param>
internal sealed record HostMachine(string Processor, int Cores, string InstructionSet, string System, string Runtime)
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>This one.</summary>
    public static HostMachine Here() =>
        new(
            ProcessorName(),
            Environment.ProcessorCount,
            $"{(Vector512.IsHardwareAccelerated ? "AVX-512" : Vector256.IsHardwareAccelerated ? "AVX2" : "128-bit registers")}, "
                + $"{8 * sizeof(float) * Vector<float>.Count}-bit Vector<float>",
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription
        );

    /// <summary>For --json.</summary>
    public JsonObject ToJson() =>
        new()
        {
            ["processor"] = Processor,
            ["cores"] = Cores,
            ["instructionSet"] = InstructionSet,
            ["system"] = System,
            ["runtime"] = Runtime,
        };

    private static string ProcessorName()
    {
        string? line = File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile).FirstOrDefault(each => each.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER")
            ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
