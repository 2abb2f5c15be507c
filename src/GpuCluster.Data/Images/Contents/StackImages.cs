using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Images.Contents;

/// <summary>Images of one file; grey ones as pictures of three equal colours.</summary>
/// <param name="name">The file's name.</param>
/// <param name="images">n images.</param>
/// <param name="rows">Which row each is.</param>
internal sealed class StackImages(string name, ImageStack images, SampleRows rows) : IImageSource
{
    /// <inheritdoc/>
    public int Count => images.Count;

    /// <inheritdoc/>
    public string NameOf(int index) => $"{name}[{rows.RowOf(index)}]";

    /// <inheritdoc/>
    public bool TryHash(int index, Span<byte> hash, [NotNullWhen(false)] out string? reason)
    {
        using IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> shape = stackalloc byte[2 * sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(shape, images.Height);
        BinaryPrimitives.WriteInt32LittleEndian(shape[sizeof(int)..], images.Width);
        sha.AppendData(shape);
        sha.AppendData(images.Image(index));
        sha.GetHashAndReset(hash);
        reason = null;
        return true;
    }

    /// <inheritdoc/>
    public bool TryRead(int index, int wanted, [NotNullWhen(true)] out DecodedImage? image, [NotNullWhen(false)] out string? reason)
    {
        ReadOnlySpan<byte> pixels = images.Image(index);
        int channels = images.Channels;
        byte[] rgba = new byte[pixels.Length / channels * 4];
        for (int i = 0; i < rgba.Length / 4; i++)
        {
            Span<byte> pixel = rgba.AsSpan(i * 4, 4);
            ReadOnlySpan<byte> source = pixels.Slice(i * channels, channels);
            (pixel[0], pixel[1], pixel[2], pixel[3]) = (source[0], source[channels / 2], source[^1], 255);
        }

        (image, reason) = (new DecodedImage(images.Width, images.Height, rgba), null);
        return true;
    }
}
