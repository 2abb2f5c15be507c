using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Images;

/// <summary>Pictures that are files of their own.</summary>
/// <param name="files">The paths of n pictures.</param>
/// <param name="names">What they are called; null for their paths.</param>
internal sealed class FileImages(IReadOnlyList<string> files, IReadOnlyList<string>? names = null) : IImageSource
{
    private readonly ImageDecoder _decoder = new();

    /// <inheritdoc/>
    public int Count => files.Count;

    /// <inheritdoc/>
    public string NameOf(int index) => (names ?? files)[index];

    /// <inheritdoc/>
    public bool TryHash(int index, Span<byte> hash, [NotNullWhen(false)] out string? reason)
    {
        try
        {
            using FileStream file = new(
                files[index],
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                bufferSize: 0,
                FileOptions.SequentialScan
            );
            SHA256.HashData(file, hash);
            reason = null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            reason = e.Message;
            return false;
        }
    }

    /// <inheritdoc/>
    public bool TryRead(int index, int wanted, [NotNullWhen(true)] out DecodedImage? image, [NotNullWhen(false)] out string? reason) =>
        _decoder.TryDecode(files[index], ImageGround.White, wanted, out image, out reason);
}
