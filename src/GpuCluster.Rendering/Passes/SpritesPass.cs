using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Rendering.Buffers;
using GpuCluster.Rendering.Thumbnails;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Pipelines;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Passes;

/// <summary>
/// shaders/Sprites.vert: pictures in space. Opaque ones are drawn from the nearest to the farthest and write colour, id and depth, so that
/// hidden pixels read no texel; those without holes first, as early depth tests need a shader without discard. Then those that fade are
/// blended from the farthest to the nearest, tested against depth but not writing it, and last they write id and depth where they are at
/// least half opaque: a click hits the picture that is mostly visible, and a faint picture leaves no hole. As each picture has constant
/// depth, the result is that of the painter's algorithm.
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
        int used = Arrange(sprites, upload.Values<SpriteInstance>(2 * sprites.Count));
        upload.Flush();
        frame.Commands.MemoryBarrier(Access.ShaderRead, Access.TransferWrite);
        frame.Commands.Copy(upload.Handle, _instances.Handle, (ulong)used * (ulong)Unsafe.SizeOf<SpriteInstance>());
        frame.Commands.MemoryBarrier(Access.TransferWrite, Access.ShaderRead);
    }

    /// <summary>Draws over the three images.</summary>
    public void Record(
        CommandFrame frame,
        SpaceConstants constants,
        BufferRange positions,
        ThumbnailAtlas atlas,
        FrameImages images,
        ImageView colour
    )
    {
        uint first = 0;
        // Within a scope later draws cover earlier ones; each additional scope costs a software driver a wait for all of its tiles.
        DrawBoth((_solid, _counts.Solid), (_opaque, _counts.Opaque), colour, hasIds: true);
        DrawBoth((_fading, _counts.Fading), default, colour, hasIds: false);
        DrawBoth((_solidIds, _counts.SolidIds), (_fadingIds, _counts.FadingIds), target: null, hasIds: true);

        void DrawBoth(
            (GraphicsPipeline Pipeline, uint Count) one,
            (GraphicsPipeline Pipeline, uint Count) other,
            ImageView? target,
            bool hasIds
        )
        {
            if (one.Count + other.Count == 0)
                return;
            Begin(frame.Commands, images, target, hasIds);
            DrawNext(one.Pipeline, one.Count);
            DrawNext(other.Pipeline, other.Count);
            frame.Commands.EndRendering();
        }

        void DrawNext(GraphicsPipeline pipeline, uint count)
        {
            if (count > 0)
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

    // Of pictures at one place the later is drawn over the earlier; from the nearest on, the first one stays.
    private int Arrange(IReadOnlyList<SpriteInstance> sprites, Span<SpriteInstance> target)
    {
        int used = 0;
        _counts.Solid = NearestFirst(sprites, static sprite => sprite.IsSolid, target, ref used);
        _counts.Opaque = NearestFirst(sprites, static sprite => sprite.IsOpaque && !sprite.IsSolid, target, ref used);
        _counts.Fading = FarthestFirst(sprites, static sprite => !sprite.IsOpaque, target, ref used);
        _counts.SolidIds = FarthestFirst(sprites, static sprite => sprite.IsMostlySeen && sprite.HasHoles == 0, target, ref used);
        _counts.FadingIds = FarthestFirst(sprites, static sprite => sprite.IsMostlySeen && sprite.HasHoles != 0, target, ref used);
        return used;
    }

    private static uint NearestFirst(
        IReadOnlyList<SpriteInstance> sprites,
        Func<SpriteInstance, bool> belongs,
        Span<SpriteInstance> target,
        ref int used
    )
    {
        int first = used;
        for (int i = sprites.Count - 1; i >= 0; i--)
        {
            if (belongs(sprites[i]))
                target[used++] = sprites[i];
        }
        return (uint)(used - first);
    }

    private static uint FarthestFirst(
        IReadOnlyList<SpriteInstance> sprites,
        Func<SpriteInstance, bool> belongs,
        Span<SpriteInstance> target,
        ref int used
    )
    {
        int first = used;
        for (int i = 0; i < sprites.Count; i++)
        {
            if (belongs(sprites[i]))
                target[used++] = sprites[i];
        }
        return (uint)(used - first);
    }

    private static void Begin(in Commands commands, FrameImages images, ImageView? colour, bool hasIds)
    {
        Access attachments = Access.ColourAttachment.And(Access.DepthAttachment);
        commands.MemoryBarrier(attachments, attachments);
        Attachments.BeginInSpace(commands, images, colour, hasIds);
    }

    private void Draw(
        CommandFrame frame,
        GraphicsPipeline pipeline,
        in SpaceConstants space,
        BufferRange positions,
        ThumbnailAtlas atlas,
        uint first,
        uint count
    )
    {
        frame.Commands.Bind(
            pipeline,
            frame.Sets.Make(pipeline.Bindings, atlas.View, atlas.Sampler, positions, BufferRange.All(_instances))
        );
        frame.Commands.Push(pipeline.Bindings, space);
        frame.Commands.Draw(count * Corners, first * Corners);
    }

    private static GraphicsPipeline Compile(
        VulkanDevice device,
        string fragment,
        IReadOnlyList<Format> colours,
        bool blends,
        bool writesDepth,
        bool hasHoles
    ) =>
        new(
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
            DescriptorType.CombinedImageSampler
        );
}
