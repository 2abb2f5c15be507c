namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>Holds a fault.</summary>
internal readonly struct PlantedRule : IPlantedRule
{
    public static float Of(int flag) => flag > 3 ? 0 : 1;
}
