namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>All constructs, by name.</summary>
internal static class Constructs
{
    public static IReadOnlyList<Construct> All { get; } =
    [.. Selects.All, .. Casts.All, .. Integers.All, .. Floats.All, .. Flow.All, .. Groups.All, .. Memory.All];

    public static Construct Of(string code) => All.Single(each => each.Code == code);
}
