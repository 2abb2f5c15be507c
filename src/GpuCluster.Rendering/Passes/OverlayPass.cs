using GpuCluster.Scene.Frames;
using GpuCluster.Vulkan.Devices;
using GpuCluster.Vulkan.Memory;
using GpuCluster.Vulkan.Pipelines;
using GpuCluster.Vulkan.Submission;
using Silk.NET.Vulkan;

namespace GpuCluster.Rendering.Passes;

/// <summary>
/// shaders/Overlay.frag: lays the overlay over the colours. The overlay is drawn on the host into ordinary memory (mapped memory may be
/// slow to read, and blending reads), cut into bands, uploaded when its version changes and blended band by band.
/// </summary>
internal sealed class OverlayPass : IDisposable
{
    private readonly VulkanDevice _device;
    private readonly GraphicsPipeline _blending;
    private readonly GraphicsPipeline _opaque;
    private readonly UploadBuffer?[] _uploads;
    private byte[] _rgba = [];
    private DeviceImage? _image;
    private List<OverlayBand> _bands = [];
    private (List<OverlayBand> Translucent, List<OverlayBand> Opaque) _drawn = ([], []);
    private (IOverlay? Overlay, ulong Version) _held;

    public OverlayPass(VulkanDevice device, Format colourFormat, int framesInFlight)
    {
        _device = device;
        _uploads = new UploadBuffer?[framesInFlight];
        _blending = Compile(device, colourFormat, blends: true);
        _opaque = Compile(device, colourFormat, blends: false);
    }

    /// <summary>Uploads the overlay if it has changed. Outside rendering scopes.</summary>
    public void RecordUpload(CommandFrame frame, IOverlay overlay, Extent2D extent)
    {
        (int width, int height) = ((int)extent.Width, (int)extent.Height);
        bool isResized = _image is null || _image.Width != width || _image.Height != height;
        (IOverlay, ulong) wanted = (overlay, overlay.Version);
        if (!isResized && wanted == _held)
            return;
        if (isResized)
        {
            _device.Retirement.Add(_image);
            _image = new DeviceImage(
                _device,
                width,
                height,
                Format.R8G8B8A8Unorm,
                ImageUsageFlags.SampledBit | ImageUsageFlags.TransferDstBit
            );
            // A window that is resized by its edge has another size with each frame: arrays of all of them would be large garbage.
            if (_rgba.Length < width * height * 4)
                _rgba = new byte[width * height * 4];
        }
        // Pixels of the areas are overwritten, and no others are looked at; without areas all are overwritten.
        Span<byte> rgba = _rgba.AsSpan(0, width * height * 4);
        overlay.Draw(width, height, rgba);
        _bands = overlay.Areas is { } areas ? OverlayBands.Of(areas, width, height) : OverlayBands.Find(rgba, width, height);

        _drawn = (
            [.. _bands.SelectMany(band => OverlayBands.Around(overlay.Opaque, band))],
            [.. _bands.Select(band => OverlayBands.Inside(overlay.Opaque, band)).OfType<OverlayBand>()]
        );

        if (_bands.Count > 0)
            Upload(frame, width);
        _held = wanted;
    }

    /// <summary>Blends the overlay over <paramref name="colour"/>.</summary>
    public void Record(CommandFrame frame, ImageView colour, Extent2D extent)
    {
        if (_bands.Count == 0)
            return;
        Commands commands = frame.Commands;
        commands.MemoryBarrier(Access.ColourAttachment, Access.ColourAttachment);
        Attachments.BeginOver(commands, colour, extent);
        Draw(frame, _blending, _drawn.Translucent);
        Draw(frame, _opaque, _drawn.Opaque);
        commands.EndRendering();
    }

    /// <summary>The frame that recorded was not submitted: the next one uploads again.</summary>
    public void Forget() => _held = default;

    /// <inheritdoc/>
    public void Dispose()
    {
        _blending.Dispose();
        _opaque.Dispose();
        _image?.Dispose();
        foreach (UploadBuffer? upload in _uploads)
            upload?.Dispose();
    }

    private void Upload(CommandFrame frame, int width)
    {
        int bytes = _bands.Sum(band => band.Width * band.Height * 4);
        // The frame in flight that this buffer belongs to has finished, so nothing reads it now.
        UploadBuffer? upload = _uploads[frame.Index];
        if (upload is null || upload.ByteLength < (ulong)bytes)
        {
            upload?.Dispose();
            _uploads[frame.Index] = upload = new UploadBuffer(_device, (ulong)bytes);
        }
        Image image = _image!.Handle;
        // All visible parts are uploaded again, so the image's old content may be dropped.
        frame.Commands.ImageBarrier(
            image,
            ImageAspectFlags.ColorBit,
            ImageLayout.Undefined,
            ImageLayout.TransferDstOptimal,
            Access.ShaderRead.And(Access.TransferWrite),
            Access.TransferWrite
        );
        Span<byte> target = upload.Values<byte>(bytes);
        int offset = 0;
        foreach (OverlayBand band in _bands)
        {
            frame.Commands.Copy(upload.Handle, (ulong)offset, image, band.ToScissor());
            for (int y = band.Y; y < band.Y + band.Height; y++)
            {
                _rgba.AsSpan((y * width + band.X) * 4, band.Width * 4).CopyTo(target[offset..]);
                offset += band.Width * 4;
            }
        }
        upload.Flush();
        frame.Commands.ImageBarrier(
            image,
            ImageAspectFlags.ColorBit,
            ImageLayout.TransferDstOptimal,
            ImageLayout.ShaderReadOnlyOptimal,
            Access.TransferWrite,
            Access.ShaderRead
        );
    }

    private void Draw(CommandFrame frame, GraphicsPipeline pipeline, List<OverlayBand> bands)
    {
        if (bands.Count == 0)
            return;
        frame.Commands.Bind(pipeline, frame.Sets.Make(pipeline.Bindings, _image!.View));
        foreach (OverlayBand band in bands)
        {
            frame.Commands.Scissor(band.ToScissor());
            frame.Commands.Draw(3);
        }
    }

    private static GraphicsPipeline Compile(VulkanDevice device, Format colourFormat, bool blends) =>
        new(
            device,
            Shaders.Load("WholePicture.vert"),
            Shaders.Load("Overlay.frag"),
            new GraphicsPipelineOptions { Colours = [colourFormat], BlendsOver = blends },
            pushBytes: 0,
            DescriptorType.SampledImage
        );
}
