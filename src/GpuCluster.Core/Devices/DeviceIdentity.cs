namespace GpuCluster.Core.Devices;

/// <summary>Which physical device something runs on, in terms that Vulkan, CUDA, OpenCL and ONNX Runtime share.</summary>
/// <param name="Name">The device's name as its driver gives it.</param>
/// <param name="Kind">What the device is.</param>
/// <param name="Uuid">The device UUID (Vulkan deviceUUID, CUDA cuDeviceGetUuid), or null where there is none.</param>
/// <param name="PciAddress">"domain:bus:device.function" in lower-case hex, or null where there is none.</param>
public readonly record struct DeviceIdentity(string Name, DeviceKind Kind, Guid? Uuid, string? PciAddress)
{
    /// <summary>The processor itself: lavapipe, SIMD code and ONNX Runtime's CPU provider are all this device.</summary>
    public static DeviceIdentity Host { get; } = new("host", DeviceKind.Host, null, null);

    /// <summary>True where both name one physical device: the UUIDs agree, or else the PCI addresses, or both are the host.</summary>
    public bool IsSameDeviceAs(DeviceIdentity other) =>
        (Kind == DeviceKind.Host && other.Kind == DeviceKind.Host)
        || (Uuid is { } mine && other.Uuid is { } theirs && mine == theirs)
        || (PciAddress is not null && string.Equals(PciAddress, other.PciAddress, StringComparison.OrdinalIgnoreCase));
}
