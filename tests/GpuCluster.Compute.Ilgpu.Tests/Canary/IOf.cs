namespace GpuCluster.Compute.Ilgpu.Tests.Canary;

/// <summary>A construct of C# as a function of one or two values, compiled by .NET for the host and by ILGPU for a device.</summary>
internal interface IOf<TIn, TOut>
{
    /// <param name="x">The first value.</param>
    /// <param name="y">The second; the default where the construct needs one only.</param>
    static abstract TOut Of(TIn x, TIn y);
}
