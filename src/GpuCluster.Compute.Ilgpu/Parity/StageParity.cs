namespace GpuCluster.Compute.Ilgpu.Parity;

/// <summary>How near a stage's result on a device is to its reference in double.</summary>
/// <param name="Stage">What was computed, with its kernels.</param>
/// <param name="Error">The largest error, relative to the largest expected value; NaN where the stage failed.</param>
/// <param name="Allowed">The largest error that rounding may cause.</param>
/// <param name="Milliseconds">The time that it took, compilation included.</param>
/// <param name="Fault">Why the stage failed, or null.</param>
public sealed record StageParity(string Stage, double Error, double Allowed, double Milliseconds, string? Fault);
