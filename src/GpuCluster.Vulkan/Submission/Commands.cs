using GpuCluster.Vulkan.Pipelines;
using Silk.NET.Vulkan;
using Buffer = Silk.NET.Vulkan.Buffer;

namespace GpuCluster.Vulkan.Submission;

/// <summary>A command buffer that is being recorded. A value: it owns nothing.</summary>
/// <param name="Api">Vulkan's functions.</param>
/// <param name="Handle">The VkCommandBuffer, begun.</param>
public readonly unsafe record struct Commands(Vk Api, CommandBuffer Handle)
{
    /// <summary>A barrier on all memory: later commands wait for earlier ones and see their writes.</summary>
    public void MemoryBarrier(Access before, Access after)
    {
        MemoryBarrier2 barrier = new()
        {
            SType = StructureType.MemoryBarrier2,
            SrcStageMask = before.Stages,
            SrcAccessMask = before.Kinds,
            DstStageMask = after.Stages,
            DstAccessMask = after.Kinds,
        };
        DependencyInfo dependency = new()
        {
            SType = StructureType.DependencyInfo,
            MemoryBarrierCount = 1,
            PMemoryBarriers = &barrier,
        };
        Api.CmdPipelineBarrier2(Handle, &dependency);
    }

    /// <summary>
    /// The same for all layers of one image, which changes its layout. From <see cref="ImageLayout.Undefined"/> its content is dropped.
    /// </summary>
    public void ImageBarrier(Image image, ImageAspectFlags aspect, ImageLayout from, ImageLayout to, Access before, Access after)
    {
        ImageMemoryBarrier2 barrier = new()
        {
            SType = StructureType.ImageMemoryBarrier2,
            SrcStageMask = before.Stages,
            SrcAccessMask = before.Kinds,
            DstStageMask = after.Stages,
            DstAccessMask = after.Kinds,
            OldLayout = from,
            NewLayout = to,
            SrcQueueFamilyIndex = Vk.QueueFamilyIgnored,
            DstQueueFamilyIndex = Vk.QueueFamilyIgnored,
            Image = image,
            SubresourceRange = new ImageSubresourceRange(aspect, 0, 1, 0, Vk.RemainingArrayLayers),
        };
        DependencyInfo dependency = new()
        {
            SType = StructureType.DependencyInfo,
            ImageMemoryBarrierCount = 1,
            PImageMemoryBarriers = &barrier,
        };
        Api.CmdPipelineBarrier2(Handle, &dependency);
    }

    /// <summary>Copies the first bytes of one buffer to another.</summary>
    public void Copy(Buffer source, Buffer target, ulong byteLength)
    {
        BufferCopy region = new() { Size = byteLength };
        Api.CmdCopyBuffer(Handle, source, target, 1, &region);
    }

    /// <summary>Copies a rectangle of an image in layout TransferSrcOptimal to the start of a buffer, rows without padding.</summary>
    public void Copy(Image source, ImageAspectFlags aspect, Rect2D area, Buffer target)
    {
        BufferImageCopy region = Region(aspect, area, bufferOffset: 0);
        Api.CmdCopyImageToBuffer(Handle, source, ImageLayout.TransferSrcOptimal, target, 1, &region);
    }

    /// <summary>
    /// Copies rows without padding from a place in a buffer to a rectangle of one layer of a colour image in layout TransferDstOptimal.
    /// </summary>
    public void Copy(Buffer source, ulong byteOffset, Image target, Rect2D area, uint layer = 0)
    {
        BufferImageCopy region = Region(ImageAspectFlags.ColorBit, area, byteOffset, layer);
        Api.CmdCopyBufferToImage(Handle, source, target, ImageLayout.TransferDstOptimal, 1, &region);
    }

    /// <summary>Fills a buffer with one 32-bit word.</summary>
    public void Fill(Buffer target, ulong byteLength, uint word) => Api.CmdFillBuffer(Handle, target, 0, byteLength, word);

    /// <summary>Writes one small value, at most 64 KiB, to the start of a buffer.</summary>
    public void Update<T>(Buffer target, in T value)
        where T : unmanaged
    {
        fixed (T* pointer = &value)
            Api.CmdUpdateBuffer(Handle, target, 0, (ulong)sizeof(T), pointer);
    }

    /// <summary>Writes a few values, at most 64 KiB together, to the start of a buffer.</summary>
    public void Update<T>(Buffer target, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        fixed (T* pointer = values)
            Api.CmdUpdateBuffer(Handle, target, 0, (ulong)(sizeof(T) * values.Length), pointer);
    }

    /// <summary>Sets the push constants of a pipeline.</summary>
    public void Push<T>(PipelineBindings bindings, in T constants)
        where T : unmanaged
    {
        fixed (T* pointer = &constants)
            Api.CmdPushConstants(Handle, bindings.PipelineLayout, bindings.Stages, 0, (uint)sizeof(T), pointer);
    }

    /// <summary>Chooses a compute pipeline and what it reads and writes.</summary>
    public void Bind(ComputePipeline pipeline, DescriptorSet set) =>
        Bind(PipelineBindPoint.Compute, pipeline.Handle, pipeline.Bindings, set);

    /// <summary>Chooses a graphics pipeline and what it reads.</summary>
    public void Bind(GraphicsPipeline pipeline, DescriptorSet set) =>
        Bind(PipelineBindPoint.Graphics, pipeline.Handle, pipeline.Bindings, set);

    /// <summary>Runs workgroups along x.</summary>
    public void Dispatch(uint workgroups) => Api.CmdDispatch(Handle, workgroups, 1, 1);

    /// <summary>Draws vertices that the shader makes from their index.</summary>
    public void Draw(uint vertices, uint first = 0) => Api.CmdDraw(Handle, vertices, 1, first, 0);

    /// <summary>Draws only within a rectangle from now on.</summary>
    public void Scissor(Rect2D area) => Api.CmdSetScissor(Handle, 0, 1, &area);

    /// <summary>Begins to draw into attachments, viewport and scissor set to the whole of them.</summary>
    public void BeginRendering(Extent2D extent, ReadOnlySpan<RenderingAttachmentInfo> colours, RenderingAttachmentInfo? depth = null)
    {
        Rect2D area = new(default, extent);
        RenderingAttachmentInfo depthInfo = depth.GetValueOrDefault();
        fixed (RenderingAttachmentInfo* first = colours)
        {
            RenderingInfo info = new()
            {
                SType = StructureType.RenderingInfo,
                RenderArea = area,
                LayerCount = 1,
                ColorAttachmentCount = (uint)colours.Length,
                PColorAttachments = first,
                PDepthAttachment = depth is null ? null : &depthInfo,
            };
            Api.CmdBeginRendering(Handle, &info);
        }
        Viewport viewport = new(0, 0, extent.Width, extent.Height, 0, 1);
        Api.CmdSetViewport(Handle, 0, 1, &viewport);
        Scissor(area);
    }

    /// <summary>Ends what <see cref="BeginRendering"/> began.</summary>
    public void EndRendering() => Api.CmdEndRendering(Handle);

    private static BufferImageCopy Region(ImageAspectFlags aspect, Rect2D area, ulong bufferOffset, uint layer = 0) =>
        new()
        {
            BufferOffset = bufferOffset,
            ImageSubresource = new ImageSubresourceLayers(aspect, 0, layer, 1),
            ImageOffset = new Offset3D(area.Offset.X, area.Offset.Y, 0),
            ImageExtent = new Extent3D(area.Extent.Width, area.Extent.Height, 1),
        };

    private void Bind(PipelineBindPoint point, Pipeline pipeline, PipelineBindings bindings, DescriptorSet set)
    {
        Api.CmdBindPipeline(Handle, point, pipeline);
        Api.CmdBindDescriptorSets(Handle, point, bindings.PipelineLayout, 0, 1, &set, 0, null);
    }
}
