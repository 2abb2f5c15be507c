using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Kernels;

/// <summary>
/// The sum of one value of each thread of a group, by halving in shared memory: the order is fixed, so the result repeats to the bit. Warp
/// shuffles would be faster but OpenCL has them on few devices.
/// </summary>
internal static class GroupSum
{
    /// <summary>
    /// Threads of the largest group, and floats of its shared memory. A constant: ILGPU keeps the pointer to dynamic shared memory in a
    /// program-scope OpenCL variable, so concurrent groups would use each other's memory.
    /// </summary>
    public const int LargestGroup = 128;

    /// <summary>Every thread gets the sum. All threads of the group must call it; the group's size is a power of two.</summary>
    /// <param name="value">The thread's own part.</param>
    /// <param name="scratch">Shared memory for one float a thread.</param>
    public static float Of(float value, ArrayView<float> scratch)
    {
        int thread = Group.IdxX;
        scratch[thread] = value;
        Group.Barrier();
        for (int half = Group.DimX / 2; half > 0; half /= 2)
        {
            if (thread < half)
                scratch[thread] += scratch[thread + half];
            Group.Barrier();
        }

        float sum = scratch[0];
        Group.Barrier();
        return sum;
    }
}
