using GpuCluster.Data.Files;

namespace GpuCluster.Data.Parts;

/// <summary>Passes what is written on, and sums it up. The inner stream stays open.</summary>
internal sealed class CheckedStream(Stream inner) : Stream
{
    private Crc32 _crc;
    private long _length;

    public PartCheck Check => new(_length, _crc.Value);

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException();
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        _crc.Append(buffer);
        _length += buffer.Length;
    }
}
