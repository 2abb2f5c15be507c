namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>An atomic operation that all threads apply to one place.</summary>
internal interface IAtomic<T>
{
    static abstract void Apply(ref T target, T value);
}
