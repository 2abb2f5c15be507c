using System.Runtime.Intrinsics;

namespace GpuCluster.Compute.Host.Tiles;

/// <summary>The vector registers the inner loops use. A width the processor lacks still gives right results, slowly.</summary>
public enum SimdWidth
{
    /// <summary>The widest the processor has.</summary>
    Widest,

    /// <summary>4 floats: SSE, NEON.</summary>
    Bits128,

    /// <summary>8 floats: AVX2.</summary>
    Bits256,

    /// <summary>16 floats: AVX-512.</summary>
    Bits512,
}

internal static class SimdWidths
{
    /// <summary>Replaces <see cref="SimdWidth.Widest"/> by what the processor has.</summary>
    public static SimdWidth Resolve(SimdWidth width) => width switch
    {
        SimdWidth.Widest when Vector512.IsHardwareAccelerated => SimdWidth.Bits512,
        SimdWidth.Widest when Vector256.IsHardwareAccelerated => SimdWidth.Bits256,
        SimdWidth.Widest => SimdWidth.Bits128,
        _ => width,
    };
}
