using System.Runtime.InteropServices;
using GpuCluster.Vulkan;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering;

/// <summary>shaders/Resolve.frag: turns every pixel's key into colour, id and depth.</summary>
internal sealed class ResolvePass : IDisposable
{
    private readonly GraphicsPipeline _pipeline;

    public ResolvePass(VulkanDevice device, Format colourFormat) => _pipeline = new GraphicsPipeline(
        device,
        Shaders.Load("WholePicture.vert"),
        Shaders.Load("Resolve.frag"),
        new GraphicsPipelineOptions { Colours = [colourFormat, FrameImages.IdFormat], Depth = FrameImages.DepthFormat },
        Marshal.SizeOf<Constants>(),
        DescriptorType.UniformTexelBuffer,
        DescriptorType.UniformTexelBuffer);

    /// <summary>Writes every pixel of the three images.</summary>
    public void Record(CommandFrame frame, in ShadeConstants shade, StorageBuffer colours, FrameImages images, ImageView colour)
    {
        Commands commands = frame.Commands;
        Attachments.BeginOverwrite(commands, colour, images);
        commands.Bind(_pipeline, frame.Sets.Make(_pipeline.Bindings, BufferRange.All(images.Keys), BufferRange.All(colours)));
        commands.Push(_pipeline.Bindings, new Constants(shade, images.Extent.Width));
        commands.Draw(3);
        commands.EndRendering();
    }

    /// <inheritdoc/>
    public void Dispose() => _pipeline.Dispose();

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    private readonly record struct Constants(ShadeConstants Shade, uint Width);
}
