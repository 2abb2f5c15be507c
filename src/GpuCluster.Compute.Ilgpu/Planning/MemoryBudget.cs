using GpuCluster.Core.Errors;

namespace GpuCluster.Compute.Ilgpu.Planning;

/// <summary>How much memory a stage may take on a device.</summary>
/// <param name="Device">The device, for messages.</param>
/// <param name="Bytes">The limit.</param>
/// <param name="IsGiven">True where the user gave it, false where the driver reports it.</param>
public sealed record MemoryBudget(string Device, long Bytes, bool IsGiven)
{
    /// <summary>Of what a driver reports as free, a tenth is left: kernels, their stack and other programs take some.</summary>
    private const double UsableShare = 0.9;

    /// <summary>The budget of a device.</summary>
    /// <param name="device">The device, for messages.</param>
    /// <param name="free">What its driver reports as free, or as its size where it reports no more.</param>
    /// <param name="given">What the user allows; null for all of it.</param>
    public static MemoryBudget Of(string device, long free, long? given)
    {
        long usable = (long)(free * UsableShare);
        return given is { } limit && limit < usable ? new MemoryBudget(device, limit, true) : new MemoryBudget(device, usable, false);
    }

    /// <summary>The largest of halved sizes for which a stage fits.</summary>
    /// <param name="size">The size that is wanted.</param>
    /// <param name="min">The smallest that is worth while.</param>
    /// <param name="plan">The stage with such a size.</param>
    /// <exception cref="MachineFaultException">It fits with no size; the message says what it takes, and what helps.</exception>
    public StageMemory Fit(int size, int min, Func<int, StageMemory> plan)
    {
        StageMemory stage = plan(size);
        while (stage.Bytes > Bytes && size / 2 >= min)
        {
            size /= 2;
            stage = plan(size);
        }

        Require(stage);
        return stage;
    }

    /// <summary>Refuses a stage that does not fit.</summary>
    /// <exception cref="MachineFaultException">The message says what it takes, and what helps.</exception>
    public void Require(StageMemory stage)
    {
        if (stage.Bytes <= Bytes)
            return;
        throw new MachineFaultException(
            $"{Device} has no room: {stage}, and {(IsGiven ? "the limit given is" : "its driver leaves")} {StageMemory.Text(Bytes)}; take "
                + $"fewer samples{(IsGiven ? ", allow more memory" : "")} or compute on the processor"
        )
        {
            Remedies = IsGiven
                ? [Remedy.FewerSamples, new Remedy(Setting.DeviceMemory), Remedy.ComputeOnHost]
                : [Remedy.FewerSamples, Remedy.ComputeOnHost],
        };
    }
}
