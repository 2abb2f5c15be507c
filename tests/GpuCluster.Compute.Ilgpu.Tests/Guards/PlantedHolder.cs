namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>A struct through which a choice reaches a float.</summary>
internal readonly struct PlantedHolder(int whole)
{
    public readonly int Whole = whole;
}
