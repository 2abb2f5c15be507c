using GpuCluster.Core.Streaming;
using ILGPU.Runtime;
using Microsoft.Win32.SafeHandles;

namespace GpuCluster.Compute.Ilgpu.Sharing;

/// <summary>Imports memory and timelines of the interface that draws into the context of a CUDA device.</summary>
/// <param name="driver">The calls.</param>
/// <param name="accelerator">The device; outlives this.</param>
/// <param name="stream">The CUstream on which the device's kernels run.</param>
internal sealed class CudaSharing(ICudaDriver driver, Accelerator accelerator, nint stream)
{
    public ICudaDriver Driver => driver;

    public Accelerator Accelerator => accelerator;

    public nint Stream => stream;

    /// <summary>Imports the memory of a slot and both of its timelines.</summary>
    /// <exception cref="CudaRefusal">A call failed; what was imported before it is freed.</exception>
    public CudaSlot Import(ExportedMemory exported, int count)
    {
        // Makes the device's context current.
        accelerator.Bind();
        try
        {
            return new CudaSlot(this, exported, count);
        }
        catch (EntryPointNotFoundException fault)
        {
            throw new CudaRefusal($"its CUDA driver is older than 11.2 ({fault.Message})");
        }
    }

    /// <summary>Imports one handle and gives it to whom it then belongs.</summary>
    /// <param name="open">Makes the handle.</param>
    /// <param name="import">Imports it: the driver's object, and the result.</param>
    /// <param name="call">The driver's name of the call.</param>
    /// <exception cref="CudaRefusal">The import failed; the handle is closed.</exception>
    public nint ImportHandle(Func<SafeFileHandle> open, Func<nint, (int Result, nint Object)> import, string call)
    {
        using SafeFileHandle handle = open();
        (int result, nint imported) = import(handle.DangerousGetHandle());
        Check(result, call);
        // From here on a file descriptor is the driver's; an NT handle is closed here.
        if (!OperatingSystem.IsWindows())
            handle.SetHandleAsInvalid();
        return imported;
    }

    /// <exception cref="CudaRefusal">The result is an error.</exception>
    public void Check(int result, string call)
    {
        if (result != 0)
            throw new CudaRefusal($"{call} failed with {driver.NameOf(result)}");
    }
}
