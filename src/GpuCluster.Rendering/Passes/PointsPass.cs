using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Pipelines;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Passes;

/// <summary>
/// The compute rasteriser, shaders/Points.comp: every pixel keeps the least key of the points that cover it. Needs 64-bit atomics. Large
/// clouds are split over dispatches, as a storage buffer binding and a dispatch have limits.
/// </summary>
internal sealed class PointsPass : IDisposable
{
    // As in the shader.
    private const uint LocalSize = 64;
    private const uint PositionBytes = 16;

    private readonly ComputePipeline[] _pipelines;
    private readonly uint _pointsPerDispatch;

    /// <summary>Compiles the pass.</summary>
    /// <param name="device">A device with 64-bit atomics.</param>
    /// <param name="maxPointsPerDispatch">An upper bound below the device's own, for tests of the split.</param>
    public PointsPass(VulkanDevice device, uint maxPointsPerDispatch)
    {
        DeviceLimits limits = device.Physical.Limits;
        ulong fit = Math.Min(limits.StorageBufferRange / PositionBytes, (ulong)limits.WorkgroupCount * LocalSize);
        // A multiple of 256 points starts at a multiple of 4 KiB: aligned enough for every device.
        _pointsPerDispatch = (uint)Math.Min(Math.Min(fit, maxPointsPerDispatch), 1u << 30) / 256 * 256;
        _pipelines =
        [
            Compile(device, isStyled: false, keepsCentres: false),
            Compile(device, isStyled: true, keepsCentres: false),
            Compile(device, isStyled: false, keepsCentres: true),
            Compile(device, isStyled: true, keepsCentres: true),
        ];
    }

    /// <summary>
    /// Clears the keys and draws <paramref name="count"/> points, but for those that lie wholly in <paramref name="covered"/>; the keys are
    /// then visible to shaders. So are the centres of those that are seen, where <paramref name="centres"/> is given.
    /// </summary>
    public void Record(
        CommandFrame frame,
        in FrameConstants picture,
        OverlayArea? covered,
        bool isStyled,
        Silk.NET.Vulkan.Buffer positions,
        uint count,
        StorageBuffer colours,
        StorageBuffer keys,
        StorageBuffer? centres
    )
    {
        ComputePipeline pipeline = _pipelines[(isStyled ? 1 : 0) + (centres is null ? 0 : 2)];
        Commands commands = frame.Commands;
        commands.MemoryBarrier(Access.ShaderRead, Access.TransferWrite);
        commands.Fill(keys.Handle, keys.ByteLength, uint.MaxValue);
        commands.MemoryBarrier(Access.TransferWrite, Access.ComputeReadWrite);
        for (uint first = 0; first < count; first += _pointsPerDispatch)
        {
            uint points = Math.Min(_pointsPerDispatch, count - first);
            BufferRange range = new(positions, (ulong)first * PositionBytes, (ulong)points * PositionBytes);
            commands.Bind(
                pipeline,
                frame.Sets.Make(
                    pipeline.Bindings,
                    range,
                    BufferRange.All(keys),
                    BufferRange.All(keys),
                    BufferRange.All(colours),
                    BufferRange.All(centres ?? keys)
                )
            );
            commands.Push(pipeline.Bindings, new Constants(picture with { First = first, Count = points }, covered));
            commands.Dispatch((points + LocalSize - 1) / LocalSize);
        }
        commands.MemoryBarrier(Access.ComputeReadWrite, Access.ShaderRead);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ComputePipeline pipeline in _pipelines)
            pipeline.Dispose();
    }

    private static ComputePipeline Compile(VulkanDevice device, bool isStyled, bool keepsCentres) =>
        new(
            device,
            Shaders.Load("Points.comp"),
            [isStyled ? 1u : 0u, keepsCentres ? 1u : 0u],
            Unsafe.SizeOf<Constants>(),
            DescriptorType.StorageBuffer,
            DescriptorType.StorageBuffer,
            DescriptorType.UniformTexelBuffer,
            DescriptorType.UniformTexelBuffer,
            DescriptorType.StorageBuffer
        );

    /// <summary>
    /// As in the shader. The rectangle is its left and top, and its right and bottom beyond it, 16 bits each; empty for none.
    /// </summary>
    [StructLayout(LayoutKind.Sequential, Size = 120)]
    private readonly record struct Constants
    {
        private readonly FrameConstants _picture;
        private readonly uint _coveredFrom;
        private readonly uint _coveredTo;

        public Constants(in FrameConstants picture, OverlayArea? covered)
        {
            _picture = picture;
            if (covered is not { } area)
                return;
            _coveredFrom = Pack(area.X, area.Y);
            _coveredTo = Pack(area.X + area.Width, area.Y + area.Height);
        }

        private static uint Pack(int x, int y) => (uint)Math.Clamp(x, 0, ushort.MaxValue) | (uint)Math.Clamp(y, 0, ushort.MaxValue) << 16;
    }
}
