using System.Globalization;
using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>
/// Finds and opens the devices that ILGPU can drive. A missing driver is a note in the list, never an exception. An opened device is not
/// checked yet: a run that uses its results calls <see cref="Parity.DeviceParity"/> first; the benchmark runner checks every kernel itself.
/// </summary>
public static class IlgpuDevices
{
    internal static IlgpuDeviceInfo SimulatorInfo =>
        new(
            IlgpuBackend.Cpu,
            0,
            DeviceIdentity.Host,
            "ILGPU simulator, for testing kernels",
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            null
        );

    /// <summary>Every device with its identity, and why one or a whole back end cannot be used.</summary>
    public static IlgpuInventory List()
    {
        List<Found> found = Find(out List<string> notes);
        return new IlgpuInventory([.. found.Select(each => each.Info)], notes);
    }

    /// <summary>Opens the device a user named.</summary>
    /// <param name="selector"><c>cuda[:I]</c>, <c>opencl[:I]</c> or <c>ilgpu-cpu</c>. An explicit <c>opencl</c> prefers a GPU but takes a
    /// processor too.</param>
    /// <exception cref="UnusableInputException">No such selector, or no device of that number.</exception>
    /// <exception cref="MachineFaultException">The back end is missing or the device cannot be used.</exception>
    public static IlgpuDevice Open(string selector)
    {
        (IlgpuBackend backend, int? index) = Parse(selector);
        if (backend == IlgpuBackend.Cpu)
            return IlgpuDevice.OpenSimulator(SimulatorInfo, LaunchShape.Simulator);

        List<Found> found = Find(out List<string> notes).Where(each => each.Info.Backend == backend).ToList();
        if (found.Count == 0)
        {
            string name = backend == IlgpuBackend.Cuda ? "cuda" : "opencl";
            string why = notes.Find(note => note.StartsWith(name + ":", StringComparison.Ordinal)) ?? $"{name}: no device";
            throw new MachineFaultException($"{selector}: there is no such device here ({why}); compute on the processor")
            {
                Remedies = [Remedy.ComputeOnHost],
            };
        }

        if (index >= found.Count)
        {
            throw new UnusableInputException($"{selector}: there are {found.Count} such devices, counted from 0; name one of them")
            {
                Remedies = [new Remedy(Setting.Device)],
            };
        }

        Found choice = index is { } at
            ? found[at]
            : found.OrderBy(each => each.Info.Usable ? 0 : 1).ThenBy(each => each.Info.Identity.Kind == DeviceKind.Host ? 1 : 0).First();
        return choice.Info.Usable
            ? IlgpuDevice.Open(choice.Info, choice.Device!)
            : throw new MachineFaultException(
                $"{selector}: {choice.Info.Identity.Name} cannot be used: {choice.Info.Reason}; compute on the processor"
            )
            {
                Remedies = [Remedy.ComputeOnHost],
            };
    }

    /// <summary>Opens the compute device that is the one that Vulkan chose. CUDA is preferred to OpenCL; never a processor.</summary>
    /// <param name="wanted">The device that Vulkan chose.</param>
    /// <param name="reason">Why it is opened or not.</param>
    /// <returns>The opened device, which the caller checks for parity before its first use; null where there is none.</returns>
    public static IlgpuDevice? OpenMatching(DeviceIdentity wanted, out string reason)
    {
        if (wanted.Kind == DeviceKind.Host)
        {
            reason = "Vulkan runs on the processor, so computing does too";
            return null;
        }

        List<Found> found = Find(out List<string> notes);
        int match = found.FindIndex(each =>
            each.Info.Usable && each.Info.Identity.Kind != DeviceKind.Host && each.Info.Identity.IsSameDeviceAs(wanted)
        );
        if (match < 0)
        {
            IEnumerable<string> unusable = found
                .Where(each => !each.Info.Usable)
                .Select(each => $"{each.Info.Selector}: {each.Info.Reason}");
            IEnumerable<string> others = found
                .Where(each => each.Info.Usable && each.Info.Identity.Kind != DeviceKind.Host)
                .Select(each => $"{each.Info.Selector}: {DeviceMatch.Compare(each.Info.Identity, wanted).Reason}");
            reason = $"no compute device is {wanted.Name} ({string.Join("; ", notes.Concat(unusable).Concat(others))})";
            return null;
        }

        try
        {
            reason = $"{found[match].Info.Selector} is {wanted.Name}";
            return IlgpuDevice.Open(found[match].Info, found[match].Device!);
        }
        catch (MachineFaultException fault)
        {
            reason = fault.Message;
            return null;
        }
    }

    private static (IlgpuBackend Backend, int? Index) Parse(string selector)
    {
        string[] parts = selector.Split(':');
        IlgpuBackend? backend = parts[0] switch
        {
            "cuda" => IlgpuBackend.Cuda,
            "opencl" => IlgpuBackend.OpenCl,
            "ilgpu-cpu" when parts.Length == 1 => IlgpuBackend.Cpu,
            _ => null,
        };
        int index = 0;
        if (
            backend is null
            || parts.Length > 2
            || (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index))
        )
        {
            throw new UnusableInputException(
                $"{selector} is not a device: use auto, host, cuda[:I], opencl[:I] or ilgpu-cpu, with I counted from 0"
            )
            {
                Remedies = [new Remedy(Setting.Device)],
            };
        }

        return (backend.Value, parts.Length == 2 ? index : null);
    }

    private static List<Found> Find(out List<string> notes)
    {
        NativeLibraries.EnsureResolvable();
        notes = [];
        List<Found> found = new();
        FindCuda(found, notes);
        FindOpenCl(found, notes);
        found.Add(new Found(SimulatorInfo, null));
        return found;
    }

    private static void FindCuda(List<Found> found, List<string> notes)
    {
        if (!NativeLibraries.IsPresent("cuda"))
        {
            notes.Add($"cuda: NVIDIA's driver ({SharedLibrary.NameOf(SystemLibrary.Cuda)}) is not installed");
            return;
        }

        try
        {
            int index = 0;
            foreach (CudaDevice device in CudaDevice.GetDevices(_ => true).OfType<CudaDevice>())
            {
                string? reason =
                    device.Architecture is null ? "its architecture is unknown to ILGPU"
                    : device.InstructionSet is null ? "its driver is too old"
                    : null;
                DeviceIdentity identity = new(
                    device.Name.Trim(),
                    DeviceKind.DiscreteGpu,
                    CudaIdentity.Uuid(device.DeviceId),
                    CudaIdentity.PciAddress(device)
                )
                {
                    Luid = CudaIdentity.Luid(device.DeviceId),
                };
                found.Add(
                    new Found(new IlgpuDeviceInfo(IlgpuBackend.Cuda, index++, identity, "NVIDIA", device.MemorySize, reason), device)
                );
            }

            if (index == 0)
                notes.Add("cuda: the driver reports no device");
        }
        catch (Exception fault) when (IsDriverFault(fault))
        {
            notes.Add($"cuda: the driver failed ({fault.Message})");
        }
    }

    private static void FindOpenCl(List<Found> found, List<string> notes)
    {
        if (!NativeLibraries.IsPresent("OpenCL"))
        {
            notes.Add($"opencl: the OpenCL loader ({SharedLibrary.NameOf(SystemLibrary.OpenCl)}) is not installed");
            return;
        }

        try
        {
            int index = 0;
            foreach (CLDevice device in CLDevice.GetDevices(_ => true).OfType<CLDevice>())
            {
                string? reason = device.Capabilities.GenericAddressSpace
                    ? null
                    : "its driver has no generic address space (OpenCL C 2.0, optional in 3.0)";
                found.Add(
                    new Found(
                        new IlgpuDeviceInfo(
                            IlgpuBackend.OpenCl,
                            index++,
                            OpenClIdentity.Of(device),
                            device.VendorName.Trim(),
                            device.MemorySize,
                            reason
                        ),
                        device
                    )
                );
            }

            if (index == 0)
                notes.Add("opencl: the loader reports no device");
        }
        catch (Exception fault) when (IsDriverFault(fault))
        {
            notes.Add($"opencl: the driver failed ({fault.Message})");
        }
    }

    private static bool IsDriverFault(Exception fault) =>
        fault is AcceleratorException or DllNotFoundException or EntryPointNotFoundException or NotSupportedException or ArgumentException;

    private readonly record struct Found(IlgpuDeviceInfo Info, Device? Device);
}
