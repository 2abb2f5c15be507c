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

    /// <summary>
    /// Windows' locally unique identifier of the adapter (Vulkan deviceLUID, CUDA cuDeviceGetLuid, OpenCL CL_DEVICE_LUID_KHR), or null
    /// where there is none, as on every other system.
    /// </summary>
    public ulong? Luid { get; init; }

    /// <summary>A UUID from the 16 bytes that each of the libraries gives, in the order in which it is written.</summary>
    /// <param name="bytes">16 bytes.</param>
    /// <exception cref="ArgumentException">Another number of bytes.</exception>
    public static Guid UuidOf(ReadOnlySpan<byte> bytes) => new(bytes, bigEndian: true);

    /// <summary>True where both name one physical device; see <see cref="DeviceMatch"/>.</summary>
    public bool IsSameDeviceAs(DeviceIdentity other) => DeviceMatch.Compare(this, other).IsSame;
}
