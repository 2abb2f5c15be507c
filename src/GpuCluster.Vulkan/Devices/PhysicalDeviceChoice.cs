using GpuCluster.Core.Devices;
using GpuCluster.Core.Errors;
using GpuCluster.Vulkan.Instances;

namespace GpuCluster.Vulkan.Devices;

/// <summary>
/// Chooses the device that draws: a discrete GPU before an integrated one, before one behind a hypervisor, before the processor itself.
/// Every other device is listed with the reason it was not taken.
/// </summary>
public sealed class PhysicalDeviceChoice
{
    private PhysicalDeviceChoice(PhysicalDeviceInfo? chosen, IReadOnlyList<(PhysicalDeviceInfo Device, string Reason)> passedOver)
    {
        Chosen = chosen;
        PassedOver = passedOver;
    }

    /// <summary>The device to use, or null where no device can be used.</summary>
    public PhysicalDeviceInfo? Chosen { get; }

    /// <summary>Every other device and why it was not taken.</summary>
    public IReadOnlyList<(PhysicalDeviceInfo Device, string Reason)> PassedOver { get; }

    /// <summary>Examines every device of the instance.</summary>
    /// <param name="instance">The connection to Vulkan.</param>
    /// <param name="surface">The window to draw in, or null to draw offscreen.</param>
    /// <param name="lost">Devices that are not taken, as they were lost.</param>
    public static PhysicalDeviceChoice Make(
        VulkanInstance instance,
        Surface? surface = null,
        IReadOnlyCollection<DeviceIdentity>? lost = null
    ) =>
        Among([
            .. PhysicalDevices
                .List(instance, surface)
                .Select(device => lost?.Contains(device.Identity) == true ? device with { Refusal = "was lost" } : device),
        ]);

    /// <summary>The chosen device.</summary>
    /// <exception cref="MachineFaultException">There is none; the message lists the devices found and why they cannot be used.</exception>
    public PhysicalDeviceInfo Require()
    {
        if (Chosen is not null)
            return Chosen;
        string found =
            PassedOver.Count == 0
                ? "none was found"
                : string.Join("; ", PassedOver.Select(other => $"{other.Device.Identity.Name} {other.Reason}"));
        throw new MachineFaultException($"No usable Vulkan device: {found}. {VulkanLoader.Remedy}");
    }

    internal static PhysicalDeviceChoice Among(IReadOnlyList<PhysicalDeviceInfo> devices)
    {
        // MinBy keeps the first of equals: the order in which the loader lists them.
        PhysicalDeviceInfo? chosen = devices.Where(device => device.Refusal is null).MinBy(device => Rank(device.Identity.Kind));
        return new PhysicalDeviceChoice(
            chosen,
            [.. devices.Where(device => device != chosen).Select(device => (device, device.Refusal ?? Comparison(device, chosen!)))]
        );
    }

    private static string Comparison(PhysicalDeviceInfo device, PhysicalDeviceInfo chosen) =>
        Rank(device.Identity.Kind) == Rank(chosen.Identity.Kind)
            ? $"is listed after {chosen.Identity.Name}, which is of the same kind"
            : $"is {Noun(device.Identity.Kind)}; {chosen.Identity.Name} is {Noun(chosen.Identity.Kind)}";

    private static int Rank(DeviceKind kind) =>
        kind switch
        {
            DeviceKind.DiscreteGpu => 0,
            DeviceKind.IntegratedGpu => 1,
            DeviceKind.VirtualGpu => 2,
            DeviceKind.Host => 3,
            _ => 4,
        };

    private static string Noun(DeviceKind kind) =>
        kind switch
        {
            DeviceKind.DiscreteGpu => "a discrete GPU",
            DeviceKind.IntegratedGpu => "an integrated GPU",
            DeviceKind.VirtualGpu => "a virtual GPU",
            DeviceKind.Host => "the processor",
            _ => "of an unknown kind",
        };
}
