using GpuCluster.Core.Samples;

namespace GpuCluster.Embedding.Preprocessing;

/// <summary>Prepares pictures for a model. Keeps its buffers from picture to picture; one thread at a time.</summary>
public sealed class ImagePreparer
{
    /// <summary>
    /// Pictures of more than this many times the model's size may be decoded smaller: the difference is below a rounding step and the
    /// memory a fraction.
    /// </summary>
    private const int Reduction = 8;

    /// <summary>Large enough that ordinary photos of cameras are not affected.</summary>
    private const int MinSide = 2048;

    private readonly ImagePreparation _preparation;
    private readonly AntialiasedResize _resize;
    private readonly float[] _values = new float[3 * 256];
    private readonly byte[] _rgba;

    public ImagePreparer(ImagePreparation preparation)
    {
        _preparation = preparation;
        _resize = new AntialiasedResize(preparation.Filter);
        _rgba = new byte[preparation.Width * preparation.Height * 4];
        for (int channel = 0; channel < 3; channel++)
        {
            for (int value = 0; value < 256; value++)
            {
                _values[(channel * 256) + value] = (float)(
                    ((value * preparation.Rescale) - preparation.Mean[channel]) / preparation.Deviation[channel]
                );
            }
        }
    }

    /// <summary>Values that one picture becomes: 3 x height x width.</summary>
    public int Length => _rgba.Length / 4 * 3;

    /// <summary>The longest side, in pixels, that is worth decoding.</summary>
    public int WantedSide =>
        Math.Max(MinSide, Reduction * Math.Max(_preparation.ShortestSide ?? 0, Math.Max(_preparation.Width, _preparation.Height)));

    /// <summary>Prepares a picture.</summary>
    /// <param name="image">Opaque, upright.</param>
    /// <param name="planes">Receives 3 x height x width values: all of R, of G, of B, top row first.</param>
    public void Prepare(DecodedImage image, Span<float> planes)
    {
        ReadOnlySpan<byte> rgba = Cut(image);
        int pixels = rgba.Length / 4;
        ReadOnlySpan<float> values = _values;
        Span<float> red = planes[..pixels],
            green = planes.Slice(pixels, pixels),
            blue = planes.Slice(2 * pixels, pixels);
        for (int i = 0; i < pixels; i++)
        {
            red[i] = values[rgba[i * 4]];
            green[i] = values[256 + rgba[(i * 4) + 1]];
            blue[i] = values[512 + rgba[(i * 4) + 2]];
        }
    }

    /// <summary>Resizes a picture and cuts out its centre. The bytes are valid until the next picture.</summary>
    /// <returns>height x width x 4 bytes.</returns>
    internal ReadOnlySpan<byte> Cut(DecodedImage image)
    {
        (int width, int height) = _preparation.Resized(image.Width, image.Height);
        int left = _preparation.CutFrom(width, _preparation.Width),
            top = _preparation.CutFrom(height, _preparation.Height);
        _resize.Resize(image, width, height, left, top, _preparation.Width, _preparation.Height, _rgba);
        return _rgba;
    }
}
