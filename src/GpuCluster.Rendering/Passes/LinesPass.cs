using System.Numerics;
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
/// shaders/Lines: smooth lines of one and a half pixels. Lines in space are tested against depth and leave ids and depths alone; the axes
/// lie over everything.
/// </summary>
internal sealed class LinesPass : IDisposable
{
    private const float HalfWidth = 0.75f;

    private readonly VulkanDevice _device;
    private readonly GraphicsPipeline _inSpace;
    private readonly GraphicsPipeline _flat;
    private readonly StorageBuffer _axes;
    private StorageBuffer _lines;
    private IReadOnlyList<LineVertex> _held = [];

    public LinesPass(VulkanDevice device, Format colourFormat)
    {
        _device = device;
        _lines = new StorageBuffer(device, 0);
        _axes = new StorageBuffer(device, (ulong)(AxesGizmo.VertexCount * Unsafe.SizeOf<LineVertex>()));
        _inSpace = Compile(
            device,
            new GraphicsPipelineOptions
            {
                Colours = [colourFormat],
                Depth = FrameImages.DepthFormat,
                DepthCompare = CompareOp.LessOrEqual,
                WritesDepth = false,
                BlendsOver = true,
            }
        );
        _flat = Compile(device, new GraphicsPipelineOptions { Colours = [colourFormat], BlendsOver = true });
    }

    /// <summary>Uploads the frame's lines if they are new, and its axes. Outside rendering scopes.</summary>
    public void RecordUpload(in Commands commands, SceneFrame scene, int height)
    {
        if (!ReferenceEquals(scene.Lines, _held))
            Upload(commands, scene.Lines);
        if (!scene.ShowsAxes)
            return;
        commands.MemoryBarrier(Access.ShaderRead, Access.TransferWrite);
        commands.Update<LineVertex>(_axes.Handle, AxesGizmo.Draw(scene.View, height, scene.Insets));
        commands.MemoryBarrier(Access.TransferWrite, Access.ShaderRead);
    }

    /// <summary>Draws the lines in space.</summary>
    public void Record(CommandFrame frame, in SpaceConstants space, BufferRange positions, FrameImages images, ImageView colour)
    {
        uint lines = (uint)_held.Count / 2;
        if (lines == 0)
            return;
        Commands commands = frame.Commands;
        Access attachments = Access.ColourAttachment.And(Access.DepthAttachment);
        commands.MemoryBarrier(attachments, attachments);
        Attachments.BeginInSpace(commands, images, colour, hasIds: false);
        Draw(frame, _inSpace, space with { Picture = space.Picture with { Radius = HalfWidth } }, positions, _lines, lines);
        commands.EndRendering();
    }

    /// <summary>Draws the axes.</summary>
    public void RecordAxes(CommandFrame frame, BufferRange positions, Extent2D extent, ImageView colour)
    {
        Commands commands = frame.Commands;
        commands.MemoryBarrier(Access.ColourAttachment, Access.ColourAttachment);
        Attachments.BeginOver(commands, colour, extent);
        FrameConstants flat = new((int)extent.Width, (int)extent.Height) { Radius = HalfWidth };
        Draw(frame, _flat, new SpaceConstants(flat, Vector4.UnitW), positions, _axes, AxesGizmo.VertexCount / 2);
        commands.EndRendering();
    }

    /// <summary>The frame that recorded was not submitted: the next one uploads again.</summary>
    public void Forget() => _held = [];

    /// <inheritdoc/>
    public void Dispose()
    {
        _inSpace.Dispose();
        _flat.Dispose();
        _lines.Dispose();
        _axes.Dispose();
    }

    private void Upload(in Commands commands, IReadOnlyList<LineVertex> lines)
    {
        ulong bytes = (ulong)lines.Count * (ulong)Unsafe.SizeOf<LineVertex>();
        if (bytes > _device.Physical.Limits.StorageBufferRange)
            throw new ArgumentException($"{lines.Count / 2} lines are more than the device takes.", nameof(lines));
        _held = lines;
        if (lines.Count < 2)
            return;
        if (_lines.ByteLength < bytes)
        {
            _device.Retirement.Add(_lines);
            _lines = new StorageBuffer(_device, bytes);
        }
        UploadBuffer upload = new(_device, bytes);
        _device.Retirement.Add(upload);
        Span<LineVertex> target = upload.Values<LineVertex>(lines.Count);
        for (int i = 0; i < lines.Count; i++)
            target[i] = lines[i];
        upload.Flush();
        commands.MemoryBarrier(Access.ShaderRead, Access.TransferWrite);
        commands.Copy(upload.Handle, _lines.Handle, bytes);
        commands.MemoryBarrier(Access.TransferWrite, Access.ShaderRead);
    }

    private static void Draw(
        CommandFrame frame,
        GraphicsPipeline pipeline,
        in SpaceConstants space,
        BufferRange positions,
        StorageBuffer vertices,
        uint lines
    )
    {
        frame.Commands.Bind(pipeline, frame.Sets.Make(pipeline.Bindings, positions, BufferRange.All(vertices)));
        frame.Commands.Push(pipeline.Bindings, space);
        frame.Commands.Draw(lines * 6);
    }

    private static GraphicsPipeline Compile(VulkanDevice device, GraphicsPipelineOptions options) =>
        new(
            device,
            Shaders.Load("Lines.vert"),
            Shaders.Load("Lines.frag"),
            options,
            Marshal.SizeOf<SpaceConstants>(),
            DescriptorType.StorageBuffer,
            DescriptorType.StorageBuffer
        );
}
