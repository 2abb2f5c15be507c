namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>Holds none.</summary>
internal readonly struct PlantedTwinRule : IPlantedRule
{
    public static float Of(int flag) => flag > 3 ? 0f : 1f;
}
