using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Core.Errors;
using GpuCluster.Rendering.Buffers;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Pipelines;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Passes;

/// <summary>
/// shaders/PointPrimitives: the device's own rasteriser draws the points, where 64-bit atomics are missing. Writes the same three images as
/// Points and Resolve, but without the soft outlines (a fragment cannot see its neighbours); where two points lie within one step of the
/// 32-bit depth, the order may differ.
/// </summary>
internal sealed class PointPrimitivesPass : IDisposable
{
    private readonly VulkanDevice _device;
    private readonly GraphicsPipeline _plain;
    private readonly GraphicsPipeline _styled;
    private readonly StorageBuffer _constants;

    public PointPrimitivesPass(VulkanDevice device, Format colourFormat)
    {
        if (!device.Physical.Features.LargePoints)
        {
            throw new MachineFaultException(
                $"{device.Physical.Identity.Name} has neither 64-bit atomics nor large points. Choose another device, or install "
                    + "mesa-vulkan-drivers."
            );
        }

        _device = device;
        _constants = new StorageBuffer(device, (ulong)Unsafe.SizeOf<Constants>());
        _plain = Compile(device, colourFormat, isStyled: false);
        _styled = Compile(device, colourFormat, isStyled: true);
    }

    /// <summary>Clears the three images and draws <paramref name="count"/> points.</summary>
    public void Record(
        CommandFrame frame,
        SceneFrame scene,
        in FrameConstants picture,
        in ShadeConstants shade,
        bool isStyled,
        Silk.NET.Vulkan.Buffer positions,
        uint count,
        StorageBuffer colours,
        FrameImages images,
        ImageView colour
    )
    {
        ulong positionBytes = Math.Max(16, (ulong)count * 16);
        if (positionBytes > _device.Physical.Limits.StorageBufferRange)
        {
            throw new UnusableInputException(
                $"{_device.Physical.Identity.Name} draws at most {_device.Physical.Limits.StorageBufferRange / 16} points. Show fewer."
            )
            {
                Remedies = [Remedy.FewerSamples],
            };
        }

        Commands commands = frame.Commands;
        commands.MemoryBarrier(Access.ShaderRead, Access.TransferWrite);
        commands.Update(_constants.Handle, new Constants(picture, shade));
        commands.MemoryBarrier(Access.TransferWrite, Access.ShaderRead);
        Attachments.BeginClear(commands, colour, images, scene.Background);
        if (count > 0)
        {
            BufferRange range = new(positions, 0, positionBytes);
            GraphicsPipeline pipeline = isStyled ? _styled : _plain;
            commands.Bind(pipeline, frame.Sets.Make(pipeline.Bindings, range, BufferRange.All(_constants), BufferRange.All(colours)));
            commands.Draw(count);
        }
        commands.EndRendering();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _plain.Dispose();
        _styled.Dispose();
        _constants.Dispose();
    }

    private static GraphicsPipeline Compile(VulkanDevice device, Format colourFormat, bool isStyled) =>
        new(
            device,
            Shaders.Load("PointPrimitives.vert"),
            Shaders.Load("PointPrimitives.frag"),
            new GraphicsPipelineOptions
            {
                Topology = PrimitiveTopology.PointList,
                Colours = [colourFormat, FrameImages.IdFormat],
                Depth = FrameImages.DepthFormat,
                DepthCompare = CompareOp.Less,
                Constants = [isStyled ? 1u : 0u],
            },
            pushBytes: 0,
            DescriptorType.StorageBuffer,
            DescriptorType.StorageBuffer,
            DescriptorType.StorageBuffer
        );

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Constants(FrameConstants Picture, ShadeConstants Shade);
}
