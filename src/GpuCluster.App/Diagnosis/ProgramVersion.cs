using System.Reflection;
using GpuCluster.App.Devices;

namespace GpuCluster.App.Diagnosis;

/// <summary>Which build of the program this is.</summary>
internal static class ProgramVersion
{
    /// <summary>For example "0.1.0+a62bdca1", the commit where the build knew it.</summary>
    public static string Text =>
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>The program and the machine, in two lines.</summary>
    public static string[] Described()
    {
        HostMachine machine = HostMachine.Here();
        return
        [
            $"gpucluster {Text}, {machine.Runtime}, {machine.System}",
            $"{machine.Processor}, {machine.Cores} cores, {machine.InstructionSet}",
        ];
    }
}
