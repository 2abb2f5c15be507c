namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>A condition as a number, by a branch: a result that a device can store.</summary>
internal static class Flag
{
    public static int Of(bool condition) => condition ? 1 : 0;
}
