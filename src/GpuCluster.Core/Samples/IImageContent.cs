using System.Diagnostics.CodeAnalysis;

namespace GpuCluster.Core.Samples;

/// <summary>The source of one picture, read once, for its hash and for decoding. One thread at a time.</summary>
public interface IImageContent : IDisposable
{
    /// <summary>The SHA-256 of the source, so that equal content under another name is recognised.</summary>
    /// <param name="hash">Receives 32 bytes.</param>
    /// <param name="reason">Why it failed.</param>
    bool TryHash(Span<byte> hash, [NotNullWhen(false)] out string? reason);

    /// <summary>
    /// Decodes the picture, upright, on white; its pixels are valid until this is disposed of or decoded again. Any fault of the picture is
    /// returned as a reason, never thrown.
    /// </summary>
    /// <param name="wanted">The longest useful side in pixels: a picture more than twice as long may be returned smaller, but not smaller
    /// than this.</param>
    /// <param name="picture">The picture, opaque.</param>
    /// <param name="reason">Why it failed.</param>
    bool TryDecode(int wanted, [NotNullWhen(true)] out DecodedImage? picture, [NotNullWhen(false)] out string? reason);
}
