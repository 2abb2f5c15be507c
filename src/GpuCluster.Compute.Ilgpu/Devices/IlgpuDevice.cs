using GpuCluster.Compute.Ilgpu.Planning;
using GpuCluster.Compute.Ilgpu.Sharing;
using GpuCluster.Core.Errors;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>
/// An opened device: owns ILGPU's context and accelerator. Searches, builders and steppers borrow it and are disposed before it. One thread
/// at a time.
/// </summary>
public sealed class IlgpuDevice : IDisposable
{
    private readonly Context? _context;

    private IlgpuDevice(IlgpuDeviceInfo info, Context? context, Accelerator accelerator, LaunchShape shape)
    {
        Info = info;
        _context = context;
        Accelerator = accelerator;
        Shape = shape;
    }

    /// <summary>The identity of the device.</summary>
    public IlgpuDeviceInfo Info { get; }

    internal Accelerator Accelerator { get; }

    internal LaunchShape Shape { get; }

    /// <summary>What layouts asked of this device so far.</summary>
    internal DeviceMeter Meter { get; init; } = new();

    /// <summary>The largest allocation that is requested from the driver; a lower value simulates a device with less memory.</summary>
    internal long MaxBytes { get; init; } = long.MaxValue;

    /// <summary>Bytes that a stage may take, at most; null for what the driver leaves. Set before the first stage.</summary>
    public long? MemoryLimit { get; set; }

    /// <summary>False has positions copied out of the device, as if its driver shared no memory: for comparison.</summary>
    public bool SharesMemory { get; set; } = true;

    /// <summary>What a stage may take now.</summary>
    internal MemoryBudget Budget =>
        MemoryBudget.Of(
            $"{Info.Selector} ({Info.Identity.Name})",
            Accelerator is CudaAccelerator cuda ? cuda.GetFreeMemory() : Info.MemoryBytes,
            MemoryLimit
        );

    /// <summary>Imports memory of the interface that draws; null where the back end cannot.</summary>
    internal CudaSharing? Sharing { get; init; }

    /// <summary>The same device for launches of another shape. Borrowed: it ends with this one, and disposing it does nothing.</summary>
    internal IlgpuDevice With(LaunchShape shape) => Borrowed(shape, MaxBytes, Sharing);

    /// <summary>The same device with a limit on the largest allocation. Borrowed, as <see cref="With"/>.</summary>
    internal IlgpuDevice WithMaxBytes(long bytes) => Borrowed(Shape, bytes, Sharing);

    /// <summary>The same device as if a CUDA driver could import memory into it. Borrowed, as <see cref="With"/>.</summary>
    internal IlgpuDevice WithSharing(ICudaDriver driver, nint stream) =>
        Borrowed(Shape, MaxBytes, new CudaSharing(driver, Accelerator, stream));

    /// <summary>Waits for all that was queued. Layouts wait through this alone, so that their waits are counted.</summary>
    internal void Wait()
    {
        Meter.CountWait();
        Accelerator.Synchronize();
    }

    public void Dispose()
    {
        if (_context is null)
            return;
        Accelerator.Dispose();
        _context.Dispose();
    }

    /// <summary>Opens a CUDA or OpenCL device.</summary>
    /// <exception cref="MachineFaultException">The driver refuses.</exception>
    internal static IlgpuDevice Open(IlgpuDeviceInfo info, Device device)
    {
        Context? context = null;
        try
        {
            context = Context.Create(builder =>
                Configure(
                    device switch
                    {
                        CudaDevice cuda => builder.Cuda(each => each.DeviceId == cuda.DeviceId),
                        CLDevice cl => builder.OpenCL(each => each.DeviceId == cl.DeviceId),
                        _ => throw new ArgumentException("neither CUDA nor OpenCL", nameof(device)),
                    }
                )
            );
            Accelerator accelerator = context.Devices[0].CreateAccelerator(context);
            return new IlgpuDevice(info, context, accelerator, LaunchShape.Gpu.Within(accelerator.MaxNumThreadsPerGroup))
            {
                Sharing =
                    accelerator is CudaAccelerator
                        ? new CudaSharing(new CudaDriver(), accelerator, ((CudaStream)accelerator.DefaultStream).StreamPtr)
                        : null,
            };
        }
        catch (Exception fault)
            when (fault is AcceleratorException or NotSupportedException or InternalCompilerException or ArgumentOutOfRangeException)
        {
            context?.Dispose();
            throw new MachineFaultException(
                $"{info.Selector} ({info.Identity.Name}) cannot be opened: {fault.Message} Update its driver, or compute on the processor",
                fault
            )
            {
                Remedies = [Remedy.ComputeOnHost],
            };
        }
    }

    /// <summary>Opens the simulator with groups as large as <paramref name="shape"/> needs.</summary>
    internal static IlgpuDevice OpenSimulator(IlgpuDeviceInfo info, LaunchShape shape)
    {
        // Fewer than two threads a warp is a shape that ILGPU's simulator does not support.
        CPUDevice device = new(Math.Max(2, shape.LargestGroup), 1, 1);
        Context context = Context.Create(builder => Configure(builder.CPU(device)));
        return new IlgpuDevice(info, context, context.GetCPUDevice(0).CreateCPUAccelerator(context, CPUAcceleratorMode.Parallel), shape);
    }

    private static void Configure(Context.Builder builder) => builder.EnableAlgorithms().Optimize(OptimizationLevel.O2);

    private IlgpuDevice Borrowed(LaunchShape shape, long maxBytes, CudaSharing? sharing) =>
        new(Info, context: null, Accelerator, shape)
        {
            MaxBytes = maxBytes,
            Sharing = sharing,
            SharesMemory = SharesMemory,
            MemoryLimit = MemoryLimit,
            Meter = Meter,
        };
}
