using GpuCluster.Core.Errors;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Buffers;

/// <summary>The colour of every point on the device; uploaded when a frame has new colours.</summary>
internal sealed class ColourBuffer(VulkanDevice device) : IDisposable
{
    private PointColours? _held;

    /// <summary>One 32-bit colour per point.</summary>
    public StorageBuffer Storage { get; private set; } = new(device, sizeof(uint), Format.R8G8B8A8Unorm);

    /// <summary>Records the upload if the colours are new.</summary>
    public void Record(in Commands commands, PointColours colours)
    {
        if (ReferenceEquals(colours, _held))
            return;
        ulong bytes = (ulong)colours.Rgba.Length * sizeof(uint);
        ulong maxPoints = Math.Min(device.Physical.Limits.StorageBufferRange / sizeof(uint), device.Physical.Limits.TexelBufferElements);
        if ((ulong)colours.Rgba.Length > maxPoints)
        {
            throw new UnusableInputException($"{device.Physical.Identity.Name} draws at most {maxPoints} points. Show fewer.")
            {
                Remedies = [Remedy.FewerSamples],
            };
        }

        if (_held is null || _held.Rgba.Length != colours.Rgba.Length)
        {
            device.Retirement.Add(Storage);
            Storage = new StorageBuffer(device, bytes, Format.R8G8B8A8Unorm);
        }
        if (bytes > 0)
        {
            UploadBuffer upload = new(device, bytes);
            device.Retirement.Add(upload);
            colours.Rgba.CopyTo(upload.Values<uint>(colours.Rgba.Length));
            upload.Flush();
            commands.MemoryBarrier(Access.ShaderRead, Access.TransferWrite);
            commands.Copy(upload.Handle, Storage.Handle, bytes);
            commands.MemoryBarrier(Access.TransferWrite, Access.ShaderRead);
        }
        _held = colours;
    }

    /// <summary>The frame that recorded was not submitted: the next one uploads again.</summary>
    public void Forget() => _held = null;

    /// <inheritdoc/>
    public void Dispose() => Storage.Dispose();
}
