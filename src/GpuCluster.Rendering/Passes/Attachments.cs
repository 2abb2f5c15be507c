using System.Numerics;
using GpuCluster.Rendering.Buffers;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Passes;

/// <summary>Begins to draw into a frame's three images together.</summary>
internal static class Attachments
{
    /// <summary>Begins with images of which every pixel will be written.</summary>
    public static void BeginOverwrite(in Commands commands, ImageView colour, FrameImages images) =>
        Begin(commands, colour, images, AttachmentLoadOp.DontCare, background: default);

    /// <summary>Begins with images cleared to background, no point and farthest depth.</summary>
    public static void BeginClear(in Commands commands, ImageView colour, FrameImages images, Vector3 background) =>
        Begin(commands, colour, images, AttachmentLoadOp.Clear, background);

    /// <summary>Begins to draw over the existing colours.</summary>
    public static void BeginOver(in Commands commands, ImageView colour, Extent2D extent) =>
        commands.BeginRendering(extent, [Attachment(colour, ImageLayout.ColorAttachmentOptimal, AttachmentLoadOp.Load, default)]);

    /// <summary>
    /// Begins to draw over the existing images with depth test: on colours, on ids, or on both. An omitted view or image is not changed.
    /// </summary>
    public static void BeginInSpace(in Commands commands, FrameImages images, ImageView? colour, bool hasIds)
    {
        RenderingAttachmentInfo ids = Attachment(images.Ids.View, ImageLayout.ColorAttachmentOptimal, AttachmentLoadOp.Load, default);
        RenderingAttachmentInfo depth = Attachment(images.Depth.View, ImageLayout.DepthAttachmentOptimal, AttachmentLoadOp.Load, default);
        if (colour is not { } view)
            commands.BeginRendering(images.Extent, [ids], depth);
        else if (Attachment(view, ImageLayout.ColorAttachmentOptimal, AttachmentLoadOp.Load, default) is var colours && hasIds)
            commands.BeginRendering(images.Extent, [colours, ids], depth);
        else
            commands.BeginRendering(images.Extent, [colours], depth);
    }

    private static void Begin(in Commands commands, ImageView colour, FrameImages images, AttachmentLoadOp load, Vector3 background) =>
        commands.BeginRendering(
            images.Extent,
            [
                Attachment(
                    colour,
                    ImageLayout.ColorAttachmentOptimal,
                    load,
                    new ClearValue(new ClearColorValue(background.X, background.Y, background.Z, 1))
                ),
                Attachment(
                    images.Ids.View,
                    ImageLayout.ColorAttachmentOptimal,
                    load,
                    new ClearValue(new ClearColorValue(uint32_0: FrameImages.NoPoint))
                ),
            ],
            Attachment(
                images.Depth.View,
                ImageLayout.DepthAttachmentOptimal,
                load,
                new ClearValue(depthStencil: new ClearDepthStencilValue(1))
            )
        );

    private static RenderingAttachmentInfo Attachment(ImageView view, ImageLayout layout, AttachmentLoadOp load, ClearValue clear) =>
        new()
        {
            SType = StructureType.RenderingAttachmentInfo,
            ImageView = view,
            ImageLayout = layout,
            LoadOp = load,
            StoreOp = AttachmentStoreOp.Store,
            ClearValue = clear,
        };
}
