namespace GpuCluster.Compute.Ilgpu.Parity;

/// <summary>A stage whose kernels are wrong on a device.</summary>
/// <param name="Stage">Its name, kernels included.</param>
/// <param name="What">By how much the result is wrong, or how the stage failed.</param>
internal sealed record ParityFault(string Stage, string What)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Stage}: {What}";
}
