using System.Collections;
using System.Reflection;
using GpuCluster.Compute.Ilgpu.Devices;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Runtime;

namespace GpuCluster.Compute.Ilgpu.Tests.Devices;

/// <summary>
/// Appends to the file that GPUCLUSTER_DEVICE_RECORD names what passed on a real device: one line for each kernel that the device has
/// loaded, its fields parted by tabs (<see cref="DeviceRecordLine"/>). The table of devices in the README is made of it.
/// </summary>
internal static class DeviceRecord
{
    private static readonly Lock Writing = new();

    /// <summary>The last statement of a test that ran on <paramref name="device"/>: everything it asserted holds.</summary>
    /// <param name="device">Where it ran; a simulator is not recorded.</param>
    /// <param name="figure">What a whole layout reached, "NAME: FIGURES", else empty.</param>
    public static void Passed(IlgpuDevice device, string figure = "")
    {
        string? file = Environment.GetEnvironmentVariable("GPUCLUSTER_DEVICE_RECORD");
        if (string.IsNullOrEmpty(file) || device.Info.Backend == IlgpuBackend.Cpu)
            return;
        string test = TestContext.Current.TestMethod is { } method ? $"{method.TestClass.TestClassSimpleName}.{method.MethodName}" : "";
        string ilgpu = typeof(Context).Assembly.GetName().Version!.ToString(3);
        IEnumerable<string> lines = LoadedKernels(device)
            .Select(kernel =>
                new DeviceRecordLine(
                    device.Info.Backend.ToString(),
                    device.Info.Identity.Name,
                    DeviceIdentityText.DriverOf(device),
                    ilgpu,
                    kernel,
                    test,
                    figure
                ).ToString()
            );
        lock (Writing)
            File.AppendAllLines(file, lines);
    }

    /// <summary>Class.Method of every kernel that the device's accelerator has loaded, from ILGPU's own cache.</summary>
    public static IReadOnlyList<string> LoadedKernels(IlgpuDevice device)
    {
        // Private in ILGPU 1.5.3; another version may name them otherwise, and then this must not go on with an empty list.
        FieldInfo cache =
            typeof(Accelerator).GetField("kernelCache", BindingFlags.Instance | BindingFlags.NonPublic)
            ?? throw new MissingFieldException(
                "ILGPU's Accelerator has no field kernelCache any more: see how it keeps its kernels now, and mend DeviceRecord"
            );
        // Kernels with specialised parameters are in this cache and not in that of compiled kernels.
        List<string> kernels = new();
        foreach (object key in ((IDictionary)cache.GetValue(device.Accelerator)!).Keys)
        {
            object compiled = Value(key, "CompiledKernelKey");
            kernels.Add(NameOf(((EntryPointDescription)Value(compiled, "Entry")).MethodSource));
        }

        return [.. kernels.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>What a kernel is called in the record.</summary>
    public static string NameOf(MethodInfo kernel) => $"{kernel.DeclaringType!.Name}.{kernel.Name}";

    private static object Value(object from, string property) =>
        from.GetType().GetProperty(property)?.GetValue(from)
        ?? throw new MissingMemberException($"ILGPU's keys of loaded kernels have no property {property} any more: mend DeviceRecord");
}
