using GpuCluster.App.Output;

namespace GpuCluster.App.Diagnosis.SelfTests;

/// <summary>How much is tested, and with what.</summary>
/// <param name="IsQuick">Leaves out what takes long: whole layouts on a simulator, and all but the kernels that run by default.</param>
/// <param name="Threads">Processor threads, 1 or more.</param>
/// <param name="Progress">Receives stages.</param>
/// <param name="Cancellation">Stops between two tests.</param>
internal sealed record SelfTestScope(bool IsQuick, int Threads, ConsoleProgress Progress, CancellationToken Cancellation)
{
    /// <summary>Seed of every test.</summary>
    public const ulong Seed = 1;
}
