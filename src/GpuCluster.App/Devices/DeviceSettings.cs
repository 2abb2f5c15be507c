namespace GpuCluster.App.Devices;

/// <summary>The devices and kernels that a command line asks for.</summary>
/// <param name="Knn">For the neighbour search.</param>
/// <param name="Layout">For the graph and the epochs.</param>
/// <param name="Threads">Processor threads of stages on the host, 1 or more.</param>
/// <param name="Kernels">Which kernels run on them.</param>
/// <param name="MemoryLimit">Bytes that a stage may take on a device; null for what its driver leaves.</param>
internal sealed record DeviceSettings(DeviceRequest Knn, DeviceRequest Layout, int Threads, KernelNames Kernels, long? MemoryLimit);
