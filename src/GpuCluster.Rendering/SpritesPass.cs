using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Vulkan;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering;

/// <summary>
/// shaders/Sprites.vert: pictures in space. Opaque ones are drawn from the nearest to the farthest and write colour, id and depth, so that what is hidden costs no
/// texel; those without holes first, as only a shader that drops no pixel can be tested before it runs. Then those that fade are blended from the farthest to the nearest, tested against depth but not writing it, and last they write id and depth where they
/// are at least half opaque: a click hits what one mostly sees, and nothing shows a hole where a picture was still faint. With constant depth for each picture this is the painter's result.
/// </summary>
internal sealed class SpritesPass : IDisposable
{
    private const uint Corners = 6;

    private readonly VulkanDevice _device;
    private readonly GraphicsPipeline _solid;
    private readonly GraphicsPipeline _opaque;
    private readonly GraphicsPipeline _fading;
    private readonly GraphicsPipeline _solidIds;
    private readonly GraphicsPipeline _fadingIds;
    private readonly UploadRing _uploads;
    private StorageBuffer _instances;
    private (uint Solid, uint Opaque, uint Fading, uint SolidIds, uint FadingIds) _counts;

    public SpritesPass(VulkanDevice device, Format colourFormat)
    {
        _device = device;
        _uploads = new UploadRing(device);
        _instances = new StorageBuffer(device, 64 * 1024);
        _solid = Compile(device, "Sprites.frag", [colourFormat, FrameImages.IdFormat], blends: false, writesDepth: true, hasHoles: false);
        _opaque = Compile(device, "Sprites.frag", [colourFormat, FrameImages.IdFormat], blends: false, writesDepth: true, hasHoles: true);
        _fading = Compile(device, "SpritesFading.frag", [colourFormat], blends: true, writesDepth: false, hasHoles: true);
        _solidIds = Compile(device, "SpritesFadingIds.frag", [FrameImages.IdFormat], blends: false, writesDepth: true, hasHoles: false);
        _fadingIds = Compile(device, "SpritesFadingIds.frag", [FrameImages.IdFormat], blends: false, writesDepth: true, hasHoles: true);
    }

    /// <summary>Uploads what will be drawn. Outside rendering scopes.</summary>
    /// <param name="frame">The frame that is recorded.</param>
    /// <param name="sprites">From the farthest to the nearest.</param>
    public void RecordUpload(CommandFrame frame, IReadOnlyList<SpriteInstance> sprites)
    {
        _counts = default;
        if (sprites.Count == 0)
            return;
        // A fading picture may be there twice: for its colour and for its id.
        ulong bytes = 2 * (ulong)sprites.Count * (ulong)Unsafe.SizeOf<SpriteInstance>();
        if (_instances.ByteLength < bytes)
        {
            _device.Retirement.Add(_instances);
            _instances = new StorageBuffer(_device, bytes * 2);
        }
        UploadBuffer upload = _uploads.For(frame, bytes);
        Span<SpriteInstance> target = upload.Values<SpriteInstance>(2 * sprites.Count);
        int used = 0;
        // Of pictures at one place the later is drawn over the earlier; from the nearest on, the first one stays.
        IEnumerable<SpriteInstance> nearestFirst = sprites.Reverse();
        _counts.Solid = Add(target, ref used, nearestFirst.Where(static sprite => sprite.IsSolid));
        _counts.Opaque = Add(target, ref used, nearestFirst.Where(static sprite => sprite.IsOpaque && !sprite.IsSolid));
        _counts.Fading = Add(target, ref used, sprites.Where(static sprite => !sprite.IsOpaque));
        _counts.SolidIds = Add(target, ref used, sprites.Where(static sprite => sprite.IsMostlySeen && sprite.HasHoles == 0));
        _counts.FadingIds = Add(target, ref used, sprites.Where(static sprite => sprite.IsMostlySeen && sprite.HasHoles != 0));
        upload.Flush();
        frame.Commands.MemoryBarrier(Access.ShaderRead, Access.TransferWrite);
        frame.Commands.Copy(upload.Handle, _instances.Handle, (ulong)used * (ulong)Unsafe.SizeOf<SpriteInstance>());
        frame.Commands.MemoryBarrier(Access.TransferWrite, Access.ShaderRead);
    }

    /// <summary>Draws over the three images.</summary>
    public void Record(CommandFrame frame, SpaceConstants constants, BufferRange positions, PictureAtlas atlas, FrameImages images, ImageView colour)
    {
        uint first = 0;
        DrawNext(_solid, _counts.Solid, colour, hasIds: true);
        DrawNext(_opaque, _counts.Opaque, colour, hasIds: true);
        DrawNext(_fading, _counts.Fading, colour, hasIds: false);
        DrawNext(_solidIds, _counts.SolidIds, target: null, hasIds: true);
        DrawNext(_fadingIds, _counts.FadingIds, target: null, hasIds: true);

        void DrawNext(GraphicsPipeline pipeline, uint count, ImageView? target, bool hasIds)
        {
            if (count == 0)
                return;
            Begin(frame.Commands, images, target, hasIds);
            Draw(frame, pipeline, constants, positions, atlas, first, count);
            first += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _solid.Dispose();
        _opaque.Dispose();
        _fading.Dispose();
        _solidIds.Dispose();
        _fadingIds.Dispose();
        _instances.Dispose();
        _uploads.Dispose();
    }

    private static uint Add(Span<SpriteInstance> target, ref int used, IEnumerable<SpriteInstance> sprites)
    {
        int first = used;
        foreach (SpriteInstance sprite in sprites)
            target[used++] = sprite;
        return (uint)(used - first);
    }

    private static void Begin(in Commands commands, FrameImages images, ImageView? colour, bool hasIds)
    {
        Access attachments = Access.ColourAttachment.And(Access.DepthAttachment);
        commands.MemoryBarrier(attachments, attachments);
        Attachments.BeginInSpace(commands, images, colour, hasIds);
    }

    private void Draw(CommandFrame frame, GraphicsPipeline pipeline, in SpaceConstants space, BufferRange positions, PictureAtlas atlas, uint first, uint count)
    {
        frame.Commands.Bind(pipeline, frame.Sets.Make(pipeline.Bindings, atlas.View, atlas.Sampler, positions, BufferRange.All(_instances)));
        frame.Commands.Push(pipeline.Bindings, space);
        frame.Commands.Draw(count * Corners, first * Corners);
        frame.Commands.EndRendering();
    }

    private static GraphicsPipeline Compile(VulkanDevice device, string fragment, IReadOnlyList<Format> colours, bool blends, bool writesDepth, bool hasHoles) => new(
        device,
        Shaders.Load("Sprites.vert"),
        Shaders.Load(fragment),
        new GraphicsPipelineOptions
        {
            Colours = colours,
            Depth = FrameImages.DepthFormat,
            // Two sizes of one picture lie at one depth. The opaque ones come nearest first, so of those the first stays.
            DepthCompare = blends || colours.Count == 1 ? CompareOp.LessOrEqual : CompareOp.Less,
            WritesDepth = writesDepth,
            BlendsOver = blends,
            Constants = [hasHoles ? 1u : 0u],
        },
        Marshal.SizeOf<SpaceConstants>(),
        DescriptorType.StorageBuffer,
        DescriptorType.StorageBuffer,
        DescriptorType.CombinedImageSampler);
}
