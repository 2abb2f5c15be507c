using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Submission;

namespace GpuCluster.Rendering.Buffers;

/// <summary>
/// An upload buffer for each frame in flight, which grows as needed. When a frame begins, the device has finished reading its buffer.
/// </summary>
internal sealed class UploadRing(VulkanDevice device) : IDisposable
{
    private UploadBuffer?[] _buffers = [];

    /// <summary>The frame's buffer, with room for some bytes.</summary>
    public UploadBuffer For(CommandFrame frame, ulong bytes)
    {
        if (frame.Index >= _buffers.Length)
            Array.Resize(ref _buffers, frame.Index + 1);
        UploadBuffer? buffer = _buffers[frame.Index];
        if (buffer is not null && buffer.ByteLength >= bytes)
            return buffer;
        buffer?.Dispose();
        return _buffers[frame.Index] = new UploadBuffer(device, bytes);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (UploadBuffer? buffer in _buffers)
            buffer?.Dispose();
    }
}
