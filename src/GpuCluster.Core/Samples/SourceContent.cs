using System.Diagnostics.CodeAnalysis;

namespace GpuCluster.Core.Samples;

/// <summary>The source of a picture that is in memory already, so that nothing is read twice.</summary>
/// <param name="source">The pictures.</param>
/// <param name="index">Which of them.</param>
internal sealed class SourceContent(IImageSource source, int index) : IImageContent
{
    /// <inheritdoc/>
    public bool TryHash(Span<byte> hash, [NotNullWhen(false)] out string? reason) => source.TryHash(index, hash, out reason);

    /// <inheritdoc/>
    public bool TryDecode(int wanted, [NotNullWhen(true)] out DecodedImage? picture, [NotNullWhen(false)] out string? reason) =>
        source.TryRead(index, wanted, out picture, out reason);

    /// <inheritdoc/>
    public void Dispose() { }
}
