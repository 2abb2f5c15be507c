using GpuCluster.Compute.Ilgpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Tests.Guards;

/// <summary>Kernels with one fault each, named by it; the guard has to find them all.</summary>
internal static class PlantedFaults
{
    private const double Slope = 0.25;

    [KernelEntry]
    public static void ChoiceOnTheStack(Index1D index, ArrayView<int> flags, ArrayView<float> results)
    {
        float free = IsSet(flags, index) ? 0 : 1;
        results[index] = free;
    }

    [KernelEntry]
    public static void ChoiceInALocal(Index1D index, ArrayView<int> flags, ArrayView<float> results)
    {
        int one = 0;
        if (flags[index] > 3)
            one = 1;
        results[index] = 2f * one;
    }

    [KernelEntry]
    public static void ChoiceReturned(Index1D index, ArrayView<int> flags, ArrayView<float> results) =>
        results[index] = Chosen(flags[index]);

    [KernelEntry]
    public static void ChoiceAsAnArgument(Index1D index, ArrayView<int> flags, ArrayView<float> results) =>
        results[index] = Tripled(flags[index] > 3 ? 1 : 0);

    [KernelEntry]
    public static void ChoiceInAField(Index1D index, ArrayView<int> flags, ArrayView<float> results)
    {
        PlantedHolder holder = new(flags[index] > 3 ? 1 : 0);
        results[index] = holder.Whole;
    }

    [KernelEntry]
    public static void ChoiceOfUnsigned(Index1D index, ArrayView<int> flags, ArrayView<float> results) =>
        results[index] = flags[index] > 3 ? 1u : 0u;

    [KernelEntry]
    public static void ChoiceInAGenericCall(Index1D index, ArrayView<int> flags, ArrayView<float> results) =>
        results[index] = Through<PlantedRule>(flags[index]);

    [KernelEntry]
    public static void SignedDivision(Index1D index, ArrayView<int> values) => values[index] = values[index] / 8;

    [KernelEntry]
    public static void UnsignedDivision(Index1D index, ArrayView<uint> values) => values[index] = values[index] / 8;

    [KernelEntry]
    public static void LongDivision(Index1D index, ArrayView<long> values) => values[index] /= 1L << 40;

    [KernelEntry]
    public static void SpecializedDivision(Index1D index, ArrayView<int> values, SpecializedValue<int> by) =>
        values[index] = values[index] / by;

    [KernelEntry]
    public static void DivisionByAnArgument(Index1D index, ArrayView<int> values) => values[index] = Quotient(values[index], 16);

    [KernelEntry]
    public static void SignedByteOfByte(Index1D index, ArrayView<int> values) => values[index] = (sbyte)(byte)values[index];

    [KernelEntry]
    public static void ShortOfUnsigned(Index1D index, ArrayView<int> values)
    {
        ushort low = (ushort)values[index];
        values[index] = (short)low;
    }

    [KernelEntry]
    public static void ByteOfSignedElement(Index1D index, ArrayView<sbyte> values, ArrayView<int> results) =>
        results[index] = (byte)values[index];

    [KernelEntry]
    public static void ByteOfFloat(Index1D index, ArrayView<float> values, ArrayView<byte> results) =>
        results[index] = (byte)(int)values[index];

    [KernelEntry]
    public static void DoubleProduct(Index1D index, ArrayView<float> values) => values[index] = (float)(values[index] * Slope);

    [KernelEntry]
    public static void DoubleRoot(Index1D index, ArrayView<float> values) => values[index] = (float)Math.Sqrt(values[index]);

    [KernelEntry]
    public static void DoubleOfUnsigned(Index1D index, ArrayView<uint> values, ArrayView<float> results) => results[index] = values[index];

    [KernelEntry]
    public static void FusedMultiplyAdd(Index1D index, ArrayView<float> values) =>
        values[index] = MathF.FusedMultiplyAdd(values[index], 2, 3);

    [KernelEntry]
    public static void Clamp(Index1D index, ArrayView<int> values) => values[index] = Math.Clamp(values[index], -4, 4);

    [KernelEntry]
    public static void DynamicSharedMemory(ArrayView<float> values) => SharedMemory.GetDynamic<float>()[Group.IdxX] = values[Group.IdxX];

    [KernelEntry]
    public static void Shuffle(ArrayView<int> values) => values[Group.IdxX] = Warp.Shuffle(values[Group.IdxX], 0);

    [KernelEntry]
    public static void HalfOfTheBaseLibrary(Index1D index, ArrayView<float> values) => values[index] = (float)(System.Half)values[index];

    private static bool IsSet(ArrayView<int> flags, int index) => index != 3 && flags[index] != 0;

    private static int Chosen(int flag)
    {
        if (flag > 3)
            return 1;
        return 0;
    }

    private static float Tripled(int whole) => 3f * whole;

    private static int Quotient(int dividend, int divisor) => dividend / divisor;

    private static float Through<TRule>(int flag)
        where TRule : struct, IPlantedRule => TRule.Of(flag);
}
