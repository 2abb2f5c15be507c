using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;
using GpuCluster.Data.Sources;

namespace GpuCluster.Data.Images.Contents;

/// <summary>
/// A picture file, or an entry of an archive, whose bytes are read once and used for both its hash and its pixels. A file that is too large
/// to be held in memory is read for each.
/// </summary>
internal sealed class FileContent : IImageContent
{
    private readonly SourceFiles _sources;
    private readonly ImageDecoder _decoder;
    private readonly string _address;
    private readonly RentedBytes? _bytes;
    private readonly string? _fault;
    private readonly RentedPixels _pixels = new();
    private bool _isInUse;

    /// <summary>Reads the bytes. A fault is the reason that the other members return.</summary>
    /// <param name="sources">Opens archives.</param>
    /// <param name="decoder">Decodes.</param>
    /// <param name="address">The file or entry.</param>
    public FileContent(SourceFiles sources, ImageDecoder decoder, string address)
    {
        (_sources, _decoder, _address) = (sources, decoder, address);
        try
        {
            _bytes = sources.TryBytes(address);
            _fault = _bytes is { Memory.IsEmpty: true } ? "empty" : null;
        }
        catch (Exception e) when (e is IOException or UnusableInputException or MachineFaultException)
        {
            // Reasons stand behind the name.
            string prefix = $"{address}: ";
            _fault = e.Message.StartsWith(prefix, StringComparison.Ordinal) ? e.Message[prefix.Length..] : e.Message;
        }
    }

    /// <inheritdoc/>
    public bool TryHash(Span<byte> hash, [NotNullWhen(false)] out string? reason)
    {
        reason = _fault;
        if (reason is not null)
            return false;
        if (_bytes is not { } bytes)
            return TryHashOnDisk(hash, out reason);
        SHA256.HashData(bytes.Memory.Span, hash);
        if (SourceAddress.Of(_address).Box is { } box)
            SHA256.HashData([.. hash, .. Encoding.UTF8.GetBytes(box.ToString())], hash);
        return true;
    }

    /// <inheritdoc/>
    public bool TryDecode(int wanted, [NotNullWhen(true)] out DecodedImage? picture, [NotNullWhen(false)] out string? reason)
    {
        (picture, reason) = (null, _fault);
        if (reason is not null)
            return false;
        if (_bytes is not { } bytes)
            return _decoder.TryDecode(_address, ImageGround.White, wanted, out picture, out reason);
        _isInUse = true;
        bool isDecoded = _decoder.TryDecode(
            EncodedImage.Of(SourceAddress.Of(_address), bytes.Memory),
            ImageGround.White,
            wanted,
            _pixels,
            out picture,
            out reason
        );
        _isInUse = !isDecoded;
        return isDecoded;
    }

    /// <summary>Returns the memory, unless a decoder that failed may have been left while it still reads.</summary>
    public void Dispose()
    {
        _pixels.Dispose();
        if (!_isInUse)
            _bytes?.Dispose();
    }

    private bool TryHashOnDisk(Span<byte> hash, [NotNullWhen(false)] out string? reason)
    {
        reason = null;
        try
        {
            _sources.Hash(_address, hash);
            return true;
        }
        catch (Exception e) when (e is IOException or UnusableInputException)
        {
            reason = e.Message;
            return false;
        }
    }
}
