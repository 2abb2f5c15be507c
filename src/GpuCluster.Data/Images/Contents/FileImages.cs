using System.Diagnostics.CodeAnalysis;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Images.Contents;

/// <summary>Pictures that are files of their own, or entries of archives.</summary>
/// <param name="files">The paths or addresses of n pictures.</param>
/// <param name="names">What they are called; null for their paths.</param>
/// <param name="sources">Opens archives.</param>
internal sealed class FileImages(IReadOnlyList<string> files, IReadOnlyList<string>? names, SourceFiles sources) : IImageSource
{
    private readonly ImageDecoder _decoder = new(sources);

    /// <inheritdoc/>
    public int Count => files.Count;

    /// <inheritdoc/>
    public string NameOf(int index) => (names ?? files)[index];

    /// <inheritdoc/>
    public bool TryHash(int index, Span<byte> hash, [NotNullWhen(false)] out string? reason)
    {
        try
        {
            sources.Hash(files[index], hash);
            reason = null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnusableInputException)
        {
            reason = e.Message;
            return false;
        }
    }

    /// <inheritdoc/>
    public IImageContent Open(int index) => new FileContent(sources, _decoder, files[index]);

    /// <inheritdoc/>
    public bool TryRead(int index, int wanted, [NotNullWhen(true)] out DecodedImage? image, [NotNullWhen(false)] out string? reason) =>
        _decoder.TryDecode(files[index], ImageGround.White, wanted, out image, out reason);
}
