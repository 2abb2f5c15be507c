namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>A static member that planted kernels call through a type parameter.</summary>
internal interface IPlantedRule
{
    static abstract float Of(int flag);
}
