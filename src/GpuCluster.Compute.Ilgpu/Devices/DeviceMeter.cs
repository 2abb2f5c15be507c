namespace GpuCluster.Compute.Ilgpu.Devices;

/// <summary>Counts what layouts ask of a device: the seam at which tests hold the number of launches and waits. One thread.</summary>
internal sealed class DeviceMeter
{
    /// <summary>Kernels that were launched.</summary>
    public long Launches { get; private set; }

    /// <summary>Times that the host waited for the device.</summary>
    public long Waits { get; private set; }

    public void CountLaunch() => Launches++;

    public void CountWait() => Waits++;
}
