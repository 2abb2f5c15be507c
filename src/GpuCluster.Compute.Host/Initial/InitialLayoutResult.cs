using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Initial;

/// <summary>Where a layout starts, and how that was found.</summary>
/// <param name="Layout">Finite; every axis spans 0 to 10, or is 5 throughout.</param>
/// <param name="Kind">What was used in the end.</param>
/// <param name="FallBackReason">Why that is not what was asked for; null where it is.</param>
public sealed record InitialLayoutResult(Layout Layout, InitialLayoutKind Kind, string? FallBackReason);
