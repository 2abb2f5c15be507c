namespace GpuCluster.Compute.Ilgpu.Kernels;

/// <summary>
/// Marks a kernel's entry point on the device. A test finds every marked method and compiles it for each architecture. The first parameter
/// is an <c>Index1D</c> where threads are independent; without one the kernel is launched in groups that share memory.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KernelEntryAttribute : Attribute;
