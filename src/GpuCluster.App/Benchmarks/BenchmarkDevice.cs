using GpuCluster.Compute.Host.Benchmarks;
using GpuCluster.Compute.Ilgpu.Benchmarks;
using GpuCluster.Compute.Ilgpu.Devices;
using GpuCluster.Core.Benchmarks;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Benchmarks;
using GpuCluster.Pipeline.Progress;
using GpuCluster.Session.Graphics;

namespace GpuCluster.App.Benchmarks;

/// <summary>A device with the kernels that can be tried on it.</summary>
internal sealed class BenchmarkDevice : IDisposable
{
    /// <summary>The device that draws.</summary>
    private const string Drawing = "vulkan";

    /// <summary>What the simulator computes within a second or so; n² d.</summary>
    private const double MaxSimulated = 1 << 22;

    private readonly IDisposable? _device;
    private readonly Func<CancellationToken, DevicePeaks>? _measure;

    private BenchmarkDevice(
        string selector,
        string description,
        IDisposable? device,
        Func<CancellationToken, DevicePeaks>? measure,
        IReadOnlyList<KernelVariant> variants
    )
    {
        Selector = selector;
        Description = description;
        Variants = variants;
        _device = device;
        _measure = measure;
    }

    /// <summary>As --devices names it.</summary>
    public string Selector { get; }

    /// <summary>For people.</summary>
    public string Description { get; }

    /// <summary>Everything that can be tried.</summary>
    public IReadOnlyList<KernelVariant> Variants { get; }

    /// <summary>The compute device, or null for the host and the device that draws.</summary>
    public IlgpuDevice? Ilgpu => _device as IlgpuDevice;

    /// <summary>True where each thread of a kernel is one of the system's, so that only small sizes end.</summary>
    public bool IsSimulated => Ilgpu?.Info.Backend == IlgpuBackend.Cpu;

    /// <summary>True where arithmetic and memory can be measured.</summary>
    public bool HasPeaks => _measure is not null;

    /// <summary>True where the size is not for a machine of this kind.</summary>
    public bool IsTooLarge(KernelSize size) => IsSimulated && (double)size.N * size.N * size.D > MaxSimulated;

    /// <summary>Measures the roofline, for some tenths of a second.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    public DevicePeaks MeasurePeaks(CancellationToken cancellation) =>
        _measure is null ? throw new InvalidOperationException("no peaks to measure") : _measure(cancellation);

    /// <summary>The devices named, or every usable one.</summary>
    /// <param name="selectors">host, ilgpu-cpu, cuda[:I], opencl[:I] or vulkan; empty: all that are here.</param>
    /// <param name="draws">Whether all that are here includes the device that draws.</param>
    /// <param name="threads">Threads of the host.</param>
    /// <param name="progress">Warned of a device that is here and does not open.</param>
    /// <exception cref="UnusableInputException">No such device.</exception>
    public static IReadOnlyList<BenchmarkDevice> Open(IReadOnlyList<string> selectors, bool draws, int threads, IRunProgress progress)
    {
        List<BenchmarkDevice> devices = [];
        try
        {
            IEnumerable<string> wanted =
                selectors.Count > 0
                    ? selectors.Distinct(StringComparer.Ordinal)
                    :
                    [
                        "host",
                        .. IlgpuDevices.List().Devices.Where(device => device.Usable).Select(device => device.Selector),
                        .. draws ? [Drawing] : (string[])[],
                    ];
            foreach (string selector in wanted)
            {
                try
                {
                    devices.Add(Open(selector, threads));
                }
                catch (MachineFaultException fault) when (selectors.Count == 0)
                {
                    progress.Warn(fault.Message, fault.Remedies);
                }
            }

            return devices;
        }
        catch
        {
            devices.ForEach(device => device.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _device?.Dispose();

    private static BenchmarkDevice Open(string selector, int threads)
    {
        if (selector == "host")
        {
            return new BenchmarkDevice(
                selector,
                $"host, {threads} thread{(threads == 1 ? "" : "s")}",
                device: null,
                cancellation => HostPeaks.Measure(threads, cancellation),
                [.. HostBenchmarks.Variants(threads), .. EmbeddingBenchmarks.Variants(threads)]
            );
        }

        if (selector == Drawing)
        {
            GraphicsDevice graphics = GraphicsDevice.Create(window: null);
            return new BenchmarkDevice(
                selector,
                $"{selector} ({graphics.Name})",
                graphics,
                measure: null,
                [.. KernelFamilies.Of<IGraphicsKernels>(typeof(BenchmarkDevice).Assembly).SelectMany(family => family.On(graphics))]
            );
        }

        IlgpuDevice device = IlgpuDevices.Open(selector);
        return new BenchmarkDevice(
            device.Info.Selector,
            $"{device.Info.Selector} ({device.Info.Identity.Name})",
            device,
            cancellation => IlgpuPeaks.Measure(device, cancellation),
            IlgpuBenchmarks.Variants(device)
        );
    }
}
