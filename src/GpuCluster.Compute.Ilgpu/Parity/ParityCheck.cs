using System.Diagnostics;
using GpuCluster.Compute.Ilgpu.Devices;

namespace GpuCluster.Compute.Ilgpu.Parity;

/// <summary>
/// Checks on a few dozen samples that a device computes correctly: a kernel that a compiler or driver breaks is found before its results
/// are used. Each stage runs the kernels that the run will use and compares their result with an independent reference in double.
/// </summary>
internal static class ParityCheck
{
    /// <summary>Runs the stages until one fails.</summary>
    /// <param name="device">Checked, not disposed.</param>
    /// <param name="stages">The stages, see <see cref="ParityStages"/>.</param>
    /// <returns>The first fault, or null if every stage is correct.</returns>
    public static ParityFault? Run(IlgpuDevice device, IEnumerable<ParityStage> stages)
    {
        foreach (ParityStage stage in stages)
        {
            if (Run(device, stage) is { } fault)
                return fault;
        }

        return null;
    }

    /// <summary>Runs one stage.</summary>
    public static StageParity Measure(IlgpuDevice device, ParityStage stage)
    {
        long began = Stopwatch.GetTimestamp();
        double error = double.NaN;
        string? fault = null;
        try
        {
            error = stage.MaxRelativeError(device);
        }
        catch (Exception failure)
        {
            fault = failure.Message;
        }

        return new StageParity(stage.Name, error, stage.Allowed, Stopwatch.GetElapsedTime(began).TotalMilliseconds, fault);
    }

    private static ParityFault? Run(IlgpuDevice device, ParityStage stage)
    {
        StageParity found = Measure(device, stage);
        if (found.Fault is { } failure)
            return new ParityFault(stage.Name, $"it fails: {failure}");

        // Written so that a NaN is a fault too.
        return found.Error <= found.Allowed
            ? null
            : new ParityFault(
                stage.Name,
                $"its result is off by {found.Error:0.##e0} of the largest value, {stage.Allowed:0.##e0} is allowed"
            );
    }
}
