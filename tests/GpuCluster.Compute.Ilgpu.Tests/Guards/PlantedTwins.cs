using GpuCluster.Compute.Ilgpu.Kernels;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>The kernels of <see cref="PlantedFaults"/> as they should be written; the guard has to find nothing.</summary>
internal static class PlantedTwins
{
    private const double Slope = 0.25;

    [KernelEntry]
    public static void ChoiceOfFloats(Index1D index, ArrayView<int> flags, ArrayView<float> results) =>
        results[index] = flags[index] > 3 ? 0f : 1f;

    [KernelEntry]
    public static void ChoiceOfInts(Index1D index, ArrayView<int> flags) => flags[index] = flags[index] > 3 ? 0 : 1;

    [KernelEntry]
    public static void CountedUp(Index1D index, ArrayView<int> flags, ArrayView<float> results)
    {
        int count = 0;
        for (int i = 0; i < 7; i++)
        {
            if (flags[i] > 3)
                count++;
        }

        results[index] = count;
    }

    [KernelEntry]
    public static void GenericCall(Index1D index, ArrayView<int> flags, ArrayView<float> results) =>
        results[index] = Through<PlantedTwinRule>(flags[index]);

    [KernelEntry]
    public static void ShiftedInts(Index1D index, ArrayView<int> values) =>
        values[index] = (values[index] + ((values[index] >> 31) & 7)) >> 3;

    [KernelEntry]
    public static void ShiftedUnsigned(Index1D index, ArrayView<uint> values) => values[index] >>= 3;

    [KernelEntry]
    public static void NonNegativeDivisions(ArrayView<int> values, SpecializedValue<int> by)
    {
        for (int half = Group.DimX / 2; half > 0; half /= 2)
            values[half] = (int)((values[half] & 0xFF) / 16 + (values.Length / 4));
        values[Group.IdxX / by] = values[Group.IdxX] / 7;
    }

    [KernelEntry]
    public static void Remainders(Index1D index, ArrayView<int> values) => values[index] %= 8;

    [KernelEntry]
    public static void ShiftedToSignedByte(Index1D index, ArrayView<int> values) => values[index] = (values[index] << 24) >> 24;

    [KernelEntry]
    public static void NarrowedTwice(Index1D index, ArrayView<int> values) => values[index] = (byte)(short)values[index];

    [KernelEntry]
    public static void SignedByteOfElement(Index1D index, ArrayView<byte> values, ArrayView<int> results) =>
        results[index] = (sbyte)values[index];

    [KernelEntry]
    public static void MaskOfFloat(Index1D index, ArrayView<float> values, ArrayView<int> results) =>
        results[index] = (int)values[index] & 0xFF;

    [KernelEntry]
    public static void FoldedDouble(Index1D index, ArrayView<float> values) => values[index] *= Narrowed(Slope * 3);

    [KernelEntry]
    public static void FloatRoot(Index1D index, ArrayView<float> values) => values[index] = MathF.Sqrt(values[index]) + (float)(int)index;

    [KernelEntry]
    public static void XClamp(Index1D index, ArrayView<int> values) => values[index] = XMath.Clamp(values[index], -4, 4);

    [KernelEntry]
    public static void StaticSharedMemory(ArrayView<float> values)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(16);
        shared[Group.IdxX] = values[Group.IdxX];
        Group.Barrier();
        values[Group.IdxX] = shared[Group.DimX - 1 - Group.IdxX];
    }

    private static float Narrowed(double value) => (float)value;

    private static float Through<TRule>(int flag)
        where TRule : struct, IPlantedRule => TRule.Of(flag);
}
