using System.Globalization;
using System.Text;

namespace GpuCluster.Data.Sources;

/// <summary>
/// A .tar for .NET's reader, which allocates what an extended header claims before it reads it: a claim of more than any name takes, or
/// more than the file has, is an error here. The reader takes headers in blocks of 512 bytes and skips the contents of files.
/// </summary>
/// <param name="file">The archive; not owned.</param>
internal sealed class TarHeaders(Stream file) : Stream
{
    private const int BlockBytes = 512;
    private const int TypeAt = 156;
    private const int SizeAt = 124;
    private const int SizeBytes = 12;

    /// <summary>Names and attributes of one file.</summary>
    private const long MaxExtended = 1 << 20;

    /// <summary>Whether the block of zeros that ends an archive was read.</summary>
    public bool HasEnded { get; private set; }

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
        int read = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (read != BlockBytes || buffer.Length != BlockBytes)
            return read;
        HasEnded |= !buffer.ContainsAnyExcept((byte)0);
        if (buffer[TypeAt] is (byte)'x' or (byte)'g' or (byte)'L' or (byte)'K')
            CheckExtended(buffer);
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    private static void CheckExtended(ReadOnlySpan<byte> header)
    {
        string text = Encoding.ASCII.GetString(header.Slice(SizeAt, SizeBytes)).Trim('\0', ' ');
        long size = 0;
        foreach (char digit in text)
        {
            if (digit is < '0' or > '7')
                throw new InvalidDataException($"an extended header claims {text} (octal) bytes");
            size = (size * 8) + (digit - '0');
        }

        if (size > MaxExtended)
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"an extended header claims {size} bytes"));
    }
}
