using System.Numerics;
using System.Runtime.CompilerServices;
using GpuCluster.Core.Streaming;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Submission;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace GpuCluster.Vulkan.Slots;

/// <summary>
/// A position slot for GPUs whose own memory the host cannot map: the layout writes an upload buffer, and the frame copies it once.
/// </summary>
public sealed class StagedSlotMemory : IPositionSlotBuffer
{
    private readonly UploadBuffer _upload;
    private readonly StorageBuffer _storage;
    private bool _isUploaded;

    /// <summary>Allocates a slot of <paramref name="count"/> positions, all zero.</summary>
    public StagedSlotMemory(VulkanDevice device, int count)
    {
        Count = count;
        ulong bytes = (ulong)count * (ulong)Unsafe.SizeOf<Vector4>();
        _upload = new UploadBuffer(device, bytes);
        _storage = new StorageBuffer(device, bytes);
        Positions.Clear();
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Buffer Handle => _storage.Handle;

    /// <inheritdoc/>
    public ExportedMemory? Exported => null;

    /// <inheritdoc/>
    public Span<Vector4> Positions => _upload.Values<Vector4>(Count);

    /// <inheritdoc/>
    public void Flush()
    {
        _upload.Flush();
        _isUploaded = false;
    }

    /// <inheritdoc/>
    public void RecordUpload(in Commands commands)
    {
        if (_isUploaded || Count == 0)
            return;
        commands.MemoryBarrier(Access.ShaderRead, Access.TransferWrite);
        commands.Copy(_upload.Handle, _storage.Handle, (ulong)Count * (ulong)Unsafe.SizeOf<Vector4>());
        commands.MemoryBarrier(Access.TransferWrite, Access.ShaderRead);
    }

    /// <inheritdoc/>
    public void UploadSubmitted() => _isUploaded = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _upload.Dispose();
        _storage.Dispose();
    }
}
