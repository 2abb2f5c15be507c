using ILGPU.Runtime.Cuda;

namespace GpuCluster.Compute.Ilgpu.Tests.Costs;

/// <summary>A GPU by its data sheet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Architecture">What kernels are assembled for.</param>
/// <param name="BytesPerSecond">From its memory.</param>
/// <param name="FlopsPerSecond">Single precision, a multiplication with an addition as two.</param>
/// <param name="Threads">Of a multiprocessor.</param>
/// <param name="Groups">Of a multiprocessor, at most.</param>
/// <param name="SharedBytes">Of a multiprocessor, for all groups.</param>
internal sealed record Gpu(
    string Name,
    CudaArchitecture Architecture,
    double BytesPerSecond,
    double FlopsPerSecond,
    int Threads,
    int Groups,
    int SharedBytes
)
{
    /// <summary>Of each of the four parts of a multiprocessor, to which warps are given in turn.</summary>
    private const int RegistersOfPart = 16_384;

    private const int Parts = 4;
    private const int WarpThreads = 32;

    /// <summary>Registers are given to a warp in this unit.</summary>
    private const int RegisterUnit = 256;

    /// <summary>Shared memory that the driver takes of each group.</summary>
    private const int ReservedShared = 1024;

    /// <summary>The data sheets of H100 SXM, H200 SXM and RTX 4090; the limits of compute capability 9.0 and 8.9.</summary>
    public static Gpu[] All =>
        [
            new("H100", CudaArchitecture.SM_90, 3.35e12, 66.9e12, 2048, 32, 228 * 1024),
            new("H200", CudaArchitecture.SM_90, 4.8e12, 66.9e12, 2048, 32, 228 * 1024),
            new("RTX 4090", CudaArchitecture.SM_89, 1.008e12, 82.6e12, 1536, 24, 100 * 1024),
        ];

    /// <summary>The share of a multiprocessor's threads that are resident at once.</summary>
    public double Occupancy(int groupThreads, int registers, int sharedBytes)
    {
        int warps = (groupThreads + WarpThreads - 1) / WarpThreads;
        int ofWarp = (((registers * WarpThreads) + RegisterUnit - 1) / RegisterUnit) * RegisterUnit;
        int byRegisters = RegistersOfPart / ofWarp * Parts / warps;
        int byThreads = Threads / (warps * WarpThreads);
        int byShared = SharedBytes / (sharedBytes + ReservedShared);
        return (double)Math.Min(Math.Min(byRegisters, byThreads), Math.Min(byShared, Groups)) * warps * WarpThreads / Threads;
    }

    /// <summary>The least time of a launch, in seconds: no GPU of this kind is faster, whatever the kernel does.</summary>
    public double Floor(double bytes, double operations) => Math.Max(bytes / BytesPerSecond, operations / FlopsPerSecond);
}
