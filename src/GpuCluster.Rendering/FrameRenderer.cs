using System.Diagnostics;
using GpuCluster.Core.Streaming;
using GpuCluster.Rendering.Buffers;
using GpuCluster.Rendering.Passes;
using GpuCluster.Rendering.Picking;
using GpuCluster.Rendering.Targets;
using GpuCluster.Rendering.Thumbnails;
using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Pipelines;
using GpuCluster.Vulkan.Slots;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering;

/// <summary>
/// Draws frames. <see cref="Render"/> reads from top to bottom: take the newest slot, Points, Resolve, Lines, Sprites, Axes, Overlay,
/// target. Only the ring of frames in flight waits for the device. One thread.
/// </summary>
public sealed class FrameRenderer : IDisposable
{
    private readonly VulkanDevice _device;
    private readonly FrameRendererOptions _options;
    private readonly CommandRing _ring;
    private readonly ColourBuffer _colours;
    private readonly CentreBuffer _centres;
    private readonly ImageReader _reader;
    private readonly PixelPicker _picker;
    private FramePasses? _passes;
    private FrameImages? _images;
    private bool _hasDrawn;

    /// <summary>Prepares; pipelines are compiled with the first frame.</summary>
    public FrameRenderer(VulkanDevice device, FrameRendererOptions? options = null)
    {
        _device = device;
        _options = options ?? new FrameRendererOptions();
        _ring = new CommandRing(device);
        _colours = new ColourBuffer(device);
        _centres = new CentreBuffer(device);
        _reader = new ImageReader(device);
        _picker = new PixelPicker(device);
    }

    /// <summary>Names over the scene, part of it in clean pictures too; null for none. Not owned.</summary>
    public IOverlay? Names { get; set; }

    /// <summary>The source of the sprites' pictures; null to draw none. Not owned; disposed after the last frame.</summary>
    public ThumbnailAtlas? Pictures { get; set; }

    /// <summary>Whether a <see cref="RequestPick"/> has no answer yet: call again soon.</summary>
    public bool IsPickPending => _picker.IsPending;

    /// <summary>Draws one frame.</summary>
    /// <param name="scene">Camera and colours. There are at least as many colours as positions.</param>
    /// <param name="positions">Where positions come from; before the first epoch the background is drawn.</param>
    /// <param name="overlay">Drawn over the picture, or null.</param>
    /// <param name="target">Where the picture goes. Its size is the frame's.</param>
    /// <param name="cancellation">Ends the wait for a frame in flight.</param>
    public FrameResult Render(
        SceneFrame scene,
        PositionStream positions,
        IOverlay? overlay,
        IFrameTarget target,
        CancellationToken cancellation = default
    )
    {
        if (scene.Colours.Rgba.Length < positions.Count)
            throw new ArgumentException($"{positions.Count} positions have only {scene.Colours.Rgba.Length} colours.", nameof(scene));
        long start = Stopwatch.GetTimestamp();
        CommandFrame frame = _ring.Begin(cancellation);
        PassTimes? earlier = Times(frame.FinishedMilliseconds);
        if (target.Begin(frame) is not { } image)
            return new FrameResult(IsDrawn: false, 0, -1, Stopwatch.GetElapsedTime(start).TotalMilliseconds, earlier);

        positions.TryTakeNewest(out PositionSlot? slot);
        IPositionSlotBuffer? memory = (IPositionSlotBuffer?)slot?.Memory;
        ulong value;
        try
        {
            Record(frame, scene, memory, overlay, target, image);
            value = _ring.Submit(frame, image.Free, image.Finished, memory?.Written ?? default);
        }
        catch
        {
            if (slot is not null)
                positions.GiveBack(slot);
            _colours.Forget();
            _passes?.Names.Forget();
            _passes?.Overlay.Forget();
            _passes?.Lines.Forget();
            Pictures?.Forget();
            throw;
        }
        if (slot is not null)
        {
            memory!.UploadSubmitted();
            positions.Submitted(slot, value);
        }
        _hasDrawn = true;
        Pictures?.Submitted();
        target.Submitted(value);
        return new FrameResult(IsDrawn: true, value, slot?.Epoch ?? -1, Stopwatch.GetElapsedTime(start).TotalMilliseconds, earlier);
    }

    /// <summary>The point that the last frame shows at a pixel.</summary>
    /// <param name="x">Pixels from the left.</param>
    /// <param name="y">Pixels from the top.</param>
    /// <returns>The point's index, or null for background and for places outside the picture. Waits for the frame.</returns>
    public int? PickAt(int x, int y)
    {
        if (!_hasDrawn || x < 0 || y < 0 || x >= _images!.Extent.Width || y >= _images.Extent.Height)
            return null;
        uint id = _reader.Read<uint>(_images.Ids, new Rect2D(new Offset2D(x, y), new Extent2D(1, 1)))[0];
        return id == FrameImages.NoPoint ? null : (int)id;
    }

    /// <summary>
    /// The point at each pixel of a rectangle of the last frame, <see cref="uint.MaxValue"/> for none. Waits for the frame.
    /// </summary>
    /// <param name="x">Left, pixels; the rectangle is cut to the picture.</param>
    /// <param name="y">Top.</param>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <returns>Row by row of what is left of the rectangle; empty where nothing is.</returns>
    public uint[] ReadIds(int x, int y, int width, int height)
    {
        if (!_hasDrawn)
            return [];
        (int left, int top) = (Math.Max(0, x), Math.Max(0, y));
        int right = (int)Math.Min((long)x + width, _images!.Extent.Width);
        int bottom = (int)Math.Min((long)y + height, _images.Extent.Height);
        if (right <= left || bottom <= top)
            return [];
        return _reader
            .Read<uint>(_images.Ids, new Rect2D(new Offset2D(left, top), new Extent2D((uint)(right - left), (uint)(bottom - top))))
            .ToArray();
    }

    /// <summary>
    /// Requests the point that the last frame shows at a pixel, without waiting: for the cursor. A later request replaces one that has not
    /// begun.
    /// </summary>
    /// <param name="x">Pixels from the left.</param>
    /// <param name="y">Pixels from the top.</param>
    public void RequestPick(int x, int y) => _picker.Request(x, y, _hasDrawn ? _images : null);

    /// <summary>Takes the answer to a <see cref="RequestPick"/> if it is available: usually one frame later.</summary>
    /// <returns>False while there is none.</returns>
    public bool TryTakePick(out PixelPick pick) => _picker.TryTake(_hasDrawn ? _images : null, out pick);

    /// <summary>
    /// The id of the point that each pixel of the last frame shows, <see cref="uint.MaxValue"/> for none. Row by row; waits for the frame.
    /// </summary>
    public uint[] ReadIds() => Read<uint>(_images?.Ids);

    /// <summary>
    /// The depth of each pixel of the last frame: 0 near to 1 far, 1 where there is no point. Row by row; waits for the frame.
    /// </summary>
    public float[] ReadDepth() => Read<float>(_images?.Depth);

    /// <summary>Waits for the device, then frees everything.</summary>
    public void Dispose()
    {
        _device.WaitForEnd();
        _passes?.Dispose();
        _images?.Dispose();
        _reader.Dispose();
        _picker.Dispose();
        _colours.Dispose();
        _centres.Dispose();
        _ring.Dispose();
    }

    private void Record(
        CommandFrame frame,
        SceneFrame scene,
        IPositionSlotBuffer? positions,
        IOverlay? overlay,
        IFrameTarget target,
        TargetImage image
    )
    {
        int count = positions?.Count ?? 0;
        FramePasses passes = PassesFor(target.ColourFormat);
        FrameImages images = ImagesFor(image.Extent);
        FrameConstants picture = new(scene, (int)image.Extent.Width, (int)image.Extent.Height);
        ShadeConstants shade = new(scene);
        bool isStyled = scene.Colours.HasStyles || scene.Opacity < 1;
        Commands commands = frame.Commands;

        frame.Timestamps.Write(commands);
        positions?.RecordUpload(commands);
        _colours.Record(commands, scene.Colours);
        if (overlay is not null)
            passes.Overlay.RecordUpload(frame, overlay, image.Extent);
        if (Names is not null)
            passes.Names.RecordUpload(frame, Names, image.Extent);
        // Below an opaque sheet nothing of the scene is seen.
        OverlayArea? covered = target.TakesScene ? null : overlay?.Opaque;
        passes.Lines.RecordUpload(commands, scene, (int)image.Extent.Height);
        passes.Sprites.RecordUpload(frame, Pictures?.Record(frame, scene.Sprites) ?? []);
        frame.Timestamps.Write(commands);

        images.RecordBegin(commands);
        commands.ImageBarrier(
            image.Handle,
            ImageAspectFlags.ColorBit,
            ImageLayout.Undefined,
            ImageLayout.ColorAttachmentOptimal,
            Access.ColourAttachment.And(Access.TransferRead),
            Access.ColourAttachment
        );
        if (passes.Points is { } points)
        {
            StorageBuffer? centres = scene.Shading.IsLit ? _centres.For(count) : null;
            // A disc with smooth edges touches pixels up to half a pixel farther out.
            FrameConstants drawn = centres is null ? picture : picture with { Radius = picture.Radius + 0.5f };
            points.Record(frame, drawn, covered, isStyled, positions?.Handle ?? default, (uint)count, _colours.Storage, images.Keys, centres);
            frame.Timestamps.Write(commands);
            if (centres is null)
                passes.Resolve!.Record(frame, shade, scene.Background, covered, isStyled, _colours.Storage, images, image.View);
            else
                passes.Discs!.Record(frame, scene, shade, drawn.Radius, covered, isStyled, _colours.Storage, centres, images, image.View);
        }
        else
        {
            passes.PointPrimitives!.Record(
                frame,
                scene,
                picture,
                shade,
                isStyled,
                positions?.Handle ?? default,
                (uint)count,
                _colours.Storage,
                images,
                image.View
            );
            frame.Timestamps.Write(commands);
        }
        frame.Timestamps.Write(commands);

        // Lines and pictures follow points that the device can reach through one binding; before the first epoch there are none.
        uint reachable = (uint)Math.Min((ulong)count, _device.Physical.Limits.StorageBufferRange / 16);
        BufferRange range = reachable > 0 ? new BufferRange(positions!.Handle, 0, reachable * 16UL) : BufferRange.All(_colours.Storage);
        SpaceConstants space = new(picture with { Count = reachable }, SpaceConstants.DepthTermsOf(scene.Projection));
        passes.Lines.Record(frame, space, range, images, image.View);
        frame.Timestamps.Write(commands);
        if (Pictures is { } atlas)
            passes.Sprites.Record(frame, space, range, atlas, images, image.View);
        if (Names is not null)
            passes.Names.Record(frame, image.View, image.Extent);
        target.RecordScene(commands, image);
        frame.Timestamps.Write(commands);
        if (scene.ShowsAxes)
            passes.Lines.RecordAxes(frame, range, image.Extent, image.View);
        frame.Timestamps.Write(commands);

        if (overlay is not null)
            passes.Overlay.Record(frame, image.View, image.Extent);
        frame.Timestamps.Write(commands);

        images.RecordEnd(commands);
        target.RecordEnd(commands, image);
        frame.Timestamps.Write(commands);
    }

    private FramePasses PassesFor(Format colourFormat)
    {
        if (_passes is not null && _passes.ColourFormat == colourFormat)
            return _passes;
        _device.Retirement.Add(_passes);
        return _passes = new FramePasses(_device, colourFormat, _options, _ring.Count);
    }

    private FrameImages ImagesFor(Extent2D extent)
    {
        if (_images is not null && _images.Extent.Width == extent.Width && _images.Extent.Height == extent.Height)
            return _images;
        FrameImages images = new(_device, extent);
        _device.Retirement.Add(_images);
        return _images = images;
    }

    private T[] Read<T>(DeviceImage? image)
        where T : unmanaged
    {
        if (image is null || !_hasDrawn)
            throw new InvalidOperationException("Nothing has been drawn yet.");
        return _reader.Read<T>(image, new Rect2D(default, _images!.Extent)).ToArray();
    }

    private static PassTimes? Times(double[] at) =>
        at.Length == 9
            ? new PassTimes(
                at[1] - at[0],
                at[2] - at[1],
                at[3] - at[2],
                at[4] - at[3],
                at[5] - at[4],
                at[6] - at[5],
                at[7] - at[6],
                at[8] - at[7]
            )
            : null;
}
