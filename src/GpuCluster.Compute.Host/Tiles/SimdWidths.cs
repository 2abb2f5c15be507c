using System.Runtime.Intrinsics;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>What depends on the width of the registers is chosen here.</summary>
internal static class SimdWidths
{
    /// <summary>Chooses by width; of <see cref="SimdWidth.Widest"/> what goes with the widest registers that the processor has.</summary>
    public static T Choose<T>(SimdWidth width, T bits128, T bits256, T bits512) =>
        width switch
        {
            SimdWidth.Bits512 => bits512,
            SimdWidth.Bits256 => bits256,
            SimdWidth.Widest when Vector512.IsHardwareAccelerated => bits512,
            SimdWidth.Widest when Vector256.IsHardwareAccelerated => bits256,
            _ => bits128,
        };
}
