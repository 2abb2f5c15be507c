namespace GpuCluster.Data.Images;

/// <summary>
/// A file for a decoder that treats bytes past the end as zeros and may search for a marker forever, as StbImageSharp does in a truncated
/// JPEG: repeated reading past the end is an error here.
/// </summary>
/// <param name="file">The file; not owned.</param>
internal sealed class GuardedStream(Stream file) : Stream
{
    /// <summary>The number of allowed reads past the end: format tests read a little ahead in tiny files.</summary>
    private const int MaxReads = 256;

    private int _pastEnd;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = file.Read(buffer);
        if (read == 0 && buffer.Length > 0 && ++_pastEnd > MaxReads)
            throw new EndOfStreamException("ends early");
        return read;
    }

    public override int ReadByte()
    {
        int value = file.ReadByte();
        if (value < 0 && ++_pastEnd > MaxReads)
            throw new EndOfStreamException("ends early");
        return value;
    }

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }
}
