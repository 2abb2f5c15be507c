using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Rendering.Buffers;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Pipelines;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Passes;

/// <summary>
/// shaders/Discs.frag: turns every pixel's key into the colour of a lit disc, id and depth, in the place of <see cref="ResolvePass"/>.
/// </summary>
internal sealed class DiscsPass : IDisposable
{
    /// <summary>
    /// The factor of Potree's strength in its exponent, for base-2 logarithms: here as the power of a ratio, a share for each of the 8
    /// pixels of the ring.
    /// </summary>
    private const float PowerOfStrength = 300 / 0.6931472f / 8;

    private readonly GraphicsPipeline _plain;
    private readonly GraphicsPipeline _styled;

    public DiscsPass(VulkanDevice device, Format colourFormat)
    {
        _plain = Compile(device, colourFormat, isStyled: false);
        _styled = Compile(device, colourFormat, isStyled: true);
    }

    /// <summary>Writes every pixel of the three images; in <paramref name="covered"/> background and no point.</summary>
    public void Record(
        CommandFrame frame,
        SceneFrame scene,
        in ShadeConstants shade,
        float radius,
        OverlayArea? covered,
        bool isStyled,
        StorageBuffer colours,
        StorageBuffer centres,
        FrameImages images,
        ImageView colour
    )
    {
        Commands commands = frame.Commands;
        GraphicsPipeline pipeline = isStyled ? _styled : _plain;
        if (covered is null)
            Attachments.BeginOverwrite(commands, colour, images);
        else
            Attachments.BeginClear(commands, colour, images, scene.Background);
        commands.Bind(
            pipeline,
            frame.Sets.Make(pipeline.Bindings, BufferRange.All(images.Keys), BufferRange.All(colours), BufferRange.All(centres))
        );
        // A flat cloud has no depth to show.
        float eyeDome = scene.DepthFade > 0 ? Math.Max(0, scene.Shading.EyeDome) * PowerOfStrength : 0;
        float ring = Math.Max(1, scene.Shading.EyeDomeRadius);
        commands.Push(pipeline.Bindings, new Constants(shade, images.Extent.Width, images.Extent.Height, radius, eyeDome, ring));
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
            Shaders.Load("Discs.frag"),
            new GraphicsPipelineOptions
            {
                Colours = [colourFormat, FrameImages.IdFormat],
                Depth = FrameImages.DepthFormat,
                Constants = [isStyled ? 1u : 0u],
            },
            Unsafe.SizeOf<Constants>(),
            DescriptorType.UniformTexelBuffer,
            DescriptorType.UniformTexelBuffer,
            DescriptorType.UniformTexelBuffer
        );

    [StructLayout(LayoutKind.Sequential, Size = 80)]
    private readonly record struct Constants(
        ShadeConstants Shade,
        uint Width,
        uint Height,
        float Radius,
        float EyeDome,
        float RingRadius
    );
}
