using System.Diagnostics.CodeAnalysis;

namespace GpuCluster.Core.Samples;

/// <summary>The samples' pictures at full size, for models that look at them. Every member may be called from any thread.</summary>
public interface IImageSource
{
    /// <summary>n, the number of samples.</summary>
    int Count { get; }

    /// <summary>The sample's display name: the file's path, or for images inside a file its name and row. Any script.</summary>
    string NameOf(int index);

    /// <summary>The SHA-256 of the picture's source, so that equal content under another name is recognised.</summary>
    /// <param name="index">0 to n - 1.</param>
    /// <param name="hash">Receives 32 bytes.</param>
    /// <param name="reason">Why it failed.</param>
    bool TryHash(int index, Span<byte> hash, [NotNullWhen(false)] out string? reason);

    /// <summary>The source of a picture, for both its hash and its pixels. It is read once.</summary>
    /// <param name="index">0 to n - 1.</param>
    IImageContent Open(int index) => new SourceContent(this, index);

    /// <summary>Decodes a picture, upright, on white. Any fault of the picture is returned as a reason, never thrown.</summary>
    /// <param name="index">0 to n - 1.</param>
    /// <param name="wanted">The longest useful side in pixels: a picture more than twice as long may be returned smaller, but not smaller
    /// than this.</param>
    /// <param name="picture">The picture, opaque.</param>
    /// <param name="reason">Why it failed.</param>
    bool TryRead(int index, int wanted, [NotNullWhen(true)] out DecodedImage? picture, [NotNullWhen(false)] out string? reason);
}
