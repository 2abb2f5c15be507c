using System.Diagnostics.CodeAnalysis;

namespace GpuCluster.Core.Samples;

/// <summary>The samples' pictures at full size, for models that look at them. Every member may be called from any thread.</summary>
public interface IPictures
{
    /// <summary>n, the number of samples.</summary>
    int Count { get; }

    /// <summary>What a person calls the sample: the file's path, or for images inside a file its name and row. Any script.</summary>
    string NameOf(int index);

    /// <summary>The SHA-256 of what the picture is made from, so that the same content is known again under another name.</summary>
    /// <param name="index">0 to n - 1.</param>
    /// <param name="hash">Receives 32 bytes.</param>
    /// <param name="reason">Why there is none.</param>
    bool TryHash(int index, Span<byte> hash, [NotNullWhen(false)] out string? reason);

    /// <summary>Decodes a picture, upright, on white. Whatever is wrong with it is a reason and never an exception.</summary>
    /// <param name="index">0 to n - 1.</param>
    /// <param name="wanted">The longest side that is of use, in pixels: one that is more than twice as long may come smaller, yet no smaller than this.</param>
    /// <param name="picture">The picture, opaque.</param>
    /// <param name="reason">Why there is none.</param>
    bool TryRead(int index, int wanted, [NotNullWhen(true)] out DecodedPicture? picture, [NotNullWhen(false)] out string? reason);
}
