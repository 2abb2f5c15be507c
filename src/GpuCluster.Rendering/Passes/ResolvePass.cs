using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Rendering.Buffers;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Pipelines;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Passes;

/// <summary>shaders/Resolve.frag: turns every pixel's key into colour, id and depth.</summary>
internal sealed class ResolvePass : IDisposable
{
    private readonly GraphicsPipeline _plain;
    private readonly GraphicsPipeline _styled;

    public ResolvePass(VulkanDevice device, Format colourFormat)
    {
        _plain = Compile(device, colourFormat, isStyled: false);
        _styled = Compile(device, colourFormat, isStyled: true);
    }

    /// <summary>Writes every pixel of the three images; in <paramref name="covered"/> background and no point.</summary>
    public void Record(
        CommandFrame frame,
        in ShadeConstants shade,
        Vector3 background,
        OverlayArea? covered,
        bool isStyled,
        StorageBuffer colours,
        FrameImages images,
        ImageView colour
    )
    {
        Commands commands = frame.Commands;
        GraphicsPipeline pipeline = isStyled ? _styled : _plain;
        if (covered is null)
            Attachments.BeginOverwrite(commands, colour, images);
        else
            Attachments.BeginClear(commands, colour, images, background);
        commands.Bind(pipeline, frame.Sets.Make(pipeline.Bindings, BufferRange.All(images.Keys), BufferRange.All(colours)));
        commands.Push(pipeline.Bindings, new Constants(shade, images.Extent.Width, images.Extent.Height));
        OverlayBand whole = new(0, 0, (int)images.Extent.Width, (int)images.Extent.Height);
        foreach (OverlayBand part in OverlayBands.Around(covered, whole))
        {
            commands.Scissor(part.ToScissor());
            commands.Draw(3);
        }

        commands.EndRendering();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _plain.Dispose();
        _styled.Dispose();
    }

    private static GraphicsPipeline Compile(VulkanDevice device, Format colourFormat, bool isStyled) =>
        new(
            device,
            Shaders.Load("WholePicture.vert"),
            Shaders.Load("Resolve.frag"),
            new GraphicsPipelineOptions
            {
                Colours = [colourFormat, FrameImages.IdFormat],
                Depth = FrameImages.DepthFormat,
                Constants = [isStyled ? 1u : 0u],
            },
            Marshal.SizeOf<Constants>(),
            DescriptorType.UniformTexelBuffer,
            DescriptorType.UniformTexelBuffer
        );

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private readonly record struct Constants(ShadeConstants Shade, uint Width, uint Height);
}
