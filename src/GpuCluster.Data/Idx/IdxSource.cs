using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Idx;

/// <summary>
/// An open IDX file whose header has been read. A plain file's header is checked against the file's length before anything is allocated;
/// behind gzip the length is only known at the end, so there the claim is checked as the bytes arrive.
/// </summary>
internal sealed class IdxSource : IDisposable
{
    private readonly string _path;
    private readonly PackedFile _file;

    private IdxSource(string path, PackedFile file, IdxHeader header)
    {
        _path = path;
        _file = file;
        Header = header;
        CheckLength();
    }

    public IdxHeader Header { get; }

    public static IdxSource Open(string path, uint magic)
    {
        PackedFile file = PackedFile.Open(path);
        try
        {
            return new IdxSource(path, file, IdxHeader.Read(file.Contents, magic, path));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends the first <paramref name="items"/> items; if these are all, no data may follow. Call it once.</summary>
    public void AppendTo(GrowingBuffer buffer, uint items, CancellationToken cancellation)
    {
        UInt128 bytes = items * Header.ItemBytes;
        if (bytes > (UInt128)(Array.MaxLength - buffer.Length))
        {
            throw new UnusableInputException(
                $"{_path}: {Header.Claim} are more bytes than one set holds ({Array.MaxLength}); take fewer samples"
            )
            {
                Remedies = [Remedy.FewerSamples],
            };
        }

        long got = buffer.Append(_file.Contents, (long)bytes, _file.Likely, _path, cancellation);
        if (got < (long)bytes)
            throw Truncated(Header.Size + got);
        if (items < Header.Count)
            return;
        if (InputFile.ReadUpTo(_file.Contents, stackalloc byte[1], _path) > 0)
            throw Trailing();
        if (_file.Trailer is { } trailer && trailer != (uint)(Header.Size + got))
        {
            throw new UnusableInputException(
                $"{_path}: damaged gzip data: its last bytes do not give the length; fetch or compress the file again"
            );
        }
    }

    public void Dispose() => _file.Dispose();

    private void CheckLength()
    {
        if (_file.Length is not { } length)
        {
            UnpackLimit.Check(_path, _file.PackedLength, (Int128)Header.PayloadBytes, "unpack it first (gzip -d) and give the plain file");
            return;
        }

        UInt128 needed = (UInt128)Header.Size + Header.PayloadBytes;
        if (needed > (UInt128)length)
            throw Truncated(length);
        if (needed < (UInt128)length)
            throw Trailing();
    }

    private UnusableInputException Truncated(long held) =>
        new(
            $"{_path}: truncated: its header claims {Header.Claim}, {(UInt128)Header.Size + Header.PayloadBytes} bytes, and it holds "
                + $"{held}; fetch the file again"
        );

    private UnusableInputException Trailing() => new($"{_path}: more data than its header claims ({Header.Claim}); fetch the file again");
}
