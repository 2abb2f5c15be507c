namespace GpuCluster.Compute.Ilgpu.Sharing;

/// <summary>The driver refused a call that shares memory. Positions then go through the host.</summary>
/// <param name="message">The call and its error, for people.</param>
internal sealed class CudaRefusal(string message) : Exception(message);
