namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>A construct that a back end of ILGPU gets wrong.</summary>
/// <param name="Code">The construct's name.</param>
/// <param name="BackEnd">One of <see cref="BackEnds"/>.</param>
/// <param name="Gives">All that is wrong, as <see cref="Construct.Differences(ILGPU.Runtime.Accelerator)"/> says it. For PTX: what the text
/// computes.</param>
/// <param name="WriteSo">The construct to write instead, or advice.</param>
/// <param name="Shows">What of the fault stands in the generated text; null if the text does not show it.</param>
internal sealed record Fault(string Code, string BackEnd, string Gives, string WriteSo, string? Shows = null);
