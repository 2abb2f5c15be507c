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
