using GpuCluster.Compute.Ilgpu.Kernels;
using ILGPU;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>A kernel with each fault that the guards look for. None of them is part of the product.</summary>
internal static class FaultyKernels
{
    [KernelEntry]
    public static void ChoosesWholeNumbersIntoAFloat(Index1D index, ArrayView<float> values, ArrayView<byte> flags)
    {
        float free = flags[index] != 0 ? 0 : 1;
        values[index] *= free;
    }

    [KernelEntry]
    public static void DividesANumberThatMayBeNegative(Index1D index, ArrayView<int> values) => values[index] = values[index] / 8;

    [KernelEntry]
    public static void MultipliesInDouble(Index1D index, ArrayView<float> values) => values[index] = (float)(values[index] * 0.1);

    [KernelEntry]
    public static void ComparesInDoubleWithinAPower(Index1D index, ArrayView<float> values) =>
        values[index] = MathF.Pow(values[index], 0.7f);

    [KernelEntry]
    public static void KeepsAnArrayInLocalMemory(Index1D index, ArrayView<float> values, int count)
    {
        ArrayView<float> kept = LocalMemory.Allocate<float>(64);
        for (int i = 0; i < count; i++)
            kept[i] = values[i];
        values[index] = kept[count - 1 - index];
    }

    [KernelEntry]
    public static void AddsUpAndClears(Index1D index, ArrayView<float> values, ArrayView<float> sums, int count)
    {
        float sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += values[i];
            values[i] = 0;
        }

        sums[index] = sum;
    }

    [KernelEntry]
    public static void SizesSharedMemoryAtLaunch(ArrayView<float> values)
    {
        ArrayView<float> shared = SharedMemory.GetDynamic<float>();
        shared[Group.IdxX] = values[Group.IdxX];
        Group.Barrier();
        values[Group.IdxX] = shared[0];
    }
}
