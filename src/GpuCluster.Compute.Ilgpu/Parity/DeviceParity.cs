using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Errors;

namespace GpuCluster.Compute.Ilgpu.Parity;

/// <summary>
/// Decides whether an opened device may be used: before its first use it must pass the parity check. The check takes the time of compiling
/// the kernels that it runs.
/// </summary>
public static class DeviceParity
{
    /// <summary>Keeps an automatically chosen device if every default kernel is correct on it, and disposes it otherwise.</summary>
    /// <param name="device">The caller owns it again if it is returned.</param>
    /// <param name="reason">Why it is used or not: the device, the kernel and the size of its error.</param>
    /// <returns>The device, or null if the host should compute.</returns>
    public static IlgpuDevice? Accept(IlgpuDevice device, out string reason) =>
        Accept(device, [.. ParityStages.OfSearch(null), .. ParityStages.OfLayouts(null)], out reason);

    /// <summary>Refuses a device whose search for neighbours or whose cosines are wrong.</summary>
    /// <param name="device">Still owned by the caller.</param>
    /// <param name="kernel">The kernel that was named; null: the default. The caller must check that it exists.</param>
    /// <exception cref="MachineFaultException">A kernel gives wrong results; the message names it and says by how much.</exception>
    public static void ThrowIfSearchIsWrong(IlgpuDevice device, string? kernel) => ThrowIfWrong(device, ParityStages.OfSearch(kernel));

    /// <summary>Refuses a device whose graph, UMAP epochs or t-SNE epochs are wrong.</summary>
    /// <inheritdoc cref="ThrowIfSearchIsWrong"/>
    public static void ThrowIfLayoutsAreWrong(IlgpuDevice device, string? kernel) => ThrowIfWrong(device, ParityStages.OfLayouts(kernel));

    /// <summary>Runs every stage with the device's default kernels, one after the other, also where one fails.</summary>
    /// <param name="device">Still owned by the caller.</param>
    public static IEnumerable<StageParity> CheckAll(IlgpuDevice device) =>
        ParityStages.OfSearch(null).Concat(ParityStages.OfLayouts(null)).Select(stage => ParityCheck.Measure(device, stage));

    /// <inheritdoc cref="Accept(IlgpuDevice, out string)"/>
    internal static IlgpuDevice? Accept(IlgpuDevice device, IEnumerable<ParityStage> stages, out string reason)
    {
        if (ParityCheck.Run(device, stages) is not { } fault)
        {
            reason = $"{NameOf(device)} passed its parity check";
            return device;
        }

        reason = $"{NameOf(device)} failed its parity check: {fault}";
        device.Dispose();
        return null;
    }

    /// <exception cref="MachineFaultException">A stage is wrong.</exception>
    internal static void ThrowIfWrong(IlgpuDevice device, IEnumerable<ParityStage> stages)
    {
        if (ParityCheck.Run(device, stages) is { } fault)
        {
            throw new MachineFaultException(
                $"{NameOf(device)} computes wrong results: {fault}; compute on the processor, or try another kernel or driver"
            )
            {
                Remedies = [Remedy.ComputeOnHost],
            };
        }
    }

    private static string NameOf(IlgpuDevice device) => $"{device.Info.Selector} ({device.Info.Identity.Name})";
}
