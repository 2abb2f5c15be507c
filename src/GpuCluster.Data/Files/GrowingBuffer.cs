namespace GpuCluster.Data.Files;

/// <summary>
/// Bytes appended from streams. Room is made ahead only for what is known to be there (a file's own length); what only a header claims, as with
/// gzip, makes the buffer grow as bytes really arrive, so that a lying header costs nothing.
/// </summary>
internal sealed class GrowingBuffer
{
    private const int Block = 1 << 20;
    private byte[] _bytes = [];

    /// <summary>Bytes held.</summary>
    public int Length { get; private set; }

    /// <summary>What was appended. Later appends leave it as it is.</summary>
    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    /// <summary>Appends exactly <paramref name="count"/> bytes, or as many as there are.</summary>
    /// <param name="likely">Bytes that are probably or surely there: allocated at once.</param>
    /// <returns>The bytes appended.</returns>
    public long Append(Stream stream, long count, long likely, string path, CancellationToken cancellation)
    {
        long wanted = Length + count;
        Reserve(Length + Math.Min(count, likely), path);
        int start = Length;
        while (Length < wanted)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Length == _bytes.Length) Reserve(Math.Min(wanted, Math.Max(Block, 2L * Length)), path);
            int asked = (int)Math.Min(Block, Math.Min(wanted, _bytes.Length) - Length);
            int got = InputFile.ReadUpTo(stream, _bytes.AsSpan(Length, asked), path);
            Length += got;
            if (got < asked) break;
        }

        return Length - start;
    }

    private void Reserve(long capacity, string path)
    {
        if (capacity <= _bytes.Length) return;
        byte[] larger = HostMemory.Allocate<byte>(capacity, path);
        _bytes.AsSpan(0, Length).CopyTo(larger);
        _bytes = larger;
    }
}
