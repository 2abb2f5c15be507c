using System.Diagnostics;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Compute.Ilgpu.Kernels;
using GpuCluster.Compute.Ilgpu.Kernels.Peaks;
using GpuCluster.Core.Benchmarks;
using ILGPU;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Benchmarks;

/// <summary>A device's roofline, by two small kernels. On the simulator it measures the simulator.</summary>
public static class IlgpuPeaks
{
    private const int Repeats = 5;
    private const double WantedSeconds = 0.02;

    /// <summary>Measures both; the work grows until a launch takes long enough to be timed.</summary>
    public static DevicePeaks Measure(IlgpuDevice device, CancellationToken cancellation)
    {
        bool simulated = device.Info.Backend == IlgpuBackend.Cpu;
        int threads = simulated ? 64 : 1 << 18;
        using MemoryBuffer1D<float, Stride1D.Dense> sums = DeviceMemory.Allocate<float>(device, threads, "results");
        Action<Index1D, ArrayView<float>, int, float> multiplyAdd = device.Accelerator.LoadAutoGroupedStreamKernel<
            Index1D,
            ArrayView<float>,
            int,
            float
        >(MultiplyAddPeakKernel.Run);
        double gflops = Best(
            1 << 24,
            steps => multiplyAdd(threads, sums.View.BaseView, steps, 0.999f),
            steps => 2.0 * MultiplyAddPeakKernel.Chains * steps * threads
        );

        int rounds = simulated ? 1 << 12 : 1 << 6;
        using MemoryBuffer1D<Float4, Stride1D.Dense> values = DeviceMemory.Allocate<Float4>(
            device,
            (long)threads * rounds,
            "the memory to read"
        );
        values.MemSetToZero();
        Action<Index1D, ArrayView<Float4>, ArrayView<float>, int> read = device.Accelerator.LoadAutoGroupedStreamKernel<
            Index1D,
            ArrayView<Float4>,
            ArrayView<float>,
            int
        >(ReadPeakKernel.Run);
        double bandwidth = Best(
            rounds,
            count => read(threads, values.View.BaseView, sums.View.BaseView, count),
            count => 16.0 * count * threads
        );
        return new DevicePeaks(gflops, bandwidth);

        double Best(int max, Action<int> launch, Func<int, double> amount)
        {
            int work = Math.Min(max, 64);
            double best = 0;
            for (int repeat = 0; repeat < Repeats; )
            {
                cancellation.ThrowIfCancellationRequested();
                long began = Stopwatch.GetTimestamp();
                launch(work);
                device.Accelerator.Synchronize();
                double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                if (seconds < WantedSeconds && work < max)
                {
                    work = Math.Min(max, work * 2);
                    continue;
                }

                best = Math.Max(best, amount(work) / seconds / 1e9);
                repeat++;
            }

            return best;
        }
    }
}
