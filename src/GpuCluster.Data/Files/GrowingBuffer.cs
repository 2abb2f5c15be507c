namespace GpuCluster.Data.Files;

/// <summary>
/// Bytes appended from streams. It preallocates only for a known length (a file's own); for a length that only a header claims, as with
/// gzip, it grows as bytes arrive, so that a wrong header allocates nothing.
/// </summary>
internal sealed class GrowingBuffer
{
    private const int Block = 1 << 20;
    private byte[] _bytes = [];

    /// <summary>Bytes held.</summary>
    public int Length { get; private set; }

    /// <summary>The appended bytes. Later appends do not change it.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Appends <paramref name="count"/> bytes, or fewer at the end of the stream.</summary>
    /// <param name="likely">Bytes that probably exist: allocated at once.</param>
    /// <returns>The bytes appended.</returns>
    public long Append(Stream stream, long count, long likely, string path, CancellationToken cancellation)
    {
        long wanted = Length + count;
        Reserve(Length + Math.Min(count, likely), path);
        int start = Length;
        while (Length < wanted)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Length == _bytes.Length)
                Reserve(Math.Min(wanted, Math.Max(Block, 2L * Length)), path);
            int asked = (int)Math.Min(Block, Math.Min(wanted, _bytes.Length) - Length);
            int got = InputFile.ReadUpTo(stream, _bytes.AsSpan(Length, asked), path);
            Length += got;
            if (got < asked)
                break;
        }

        return Length - start;
    }

    private void Reserve(long capacity, string path)
    {
        if (capacity <= _bytes.Length)
            return;
        byte[] larger = HostMemory.Allocate<byte>(capacity, path);
        _bytes.AsSpan(0, Length).CopyTo(larger);
        _bytes = larger;
    }
}
