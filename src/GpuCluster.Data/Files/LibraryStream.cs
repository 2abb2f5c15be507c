namespace GpuCluster.Data.Files;

/// <summary>
/// A file for a library that may run on through damage. Reading throws where a sound file gives no reason to read: behind the end of the
/// file, over a fence within it, more often than a whole reading needs, or after the caller has left
/// (<see cref="Core.Guards.LibraryCall"/>) and disposed of the file.
/// </summary>
/// <param name="file">The file; not owned.</param>
/// <param name="fences">Ascending positions that no reading may cross unless it was set behind them, such as the end of a part that is read
/// alone.</param>
internal class LibraryStream(Stream file, params IReadOnlyList<long> fences) : Stream
{
    /// <summary>How many times the whole file may be read.</summary>
    private const int MaxReadings = 16;

    /// <summary>A small file is read a little ahead, again and again.</summary>
    private const long MinBudget = 1 << 20;

    private long _budget = Math.Max(MinBudget, MaxReadings * file.Length);
    private long _fence = FenceAfter(0, fences, file.Length);

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (buffer.Length == 0)
            return 0;
        if (file.Position >= _fence)
            throw new EndOfStreamException("a part of it claims to be longer than it is");
        // A file system may give less than was asked for, and a library may take that for all there is.
        Span<byte> wanted = buffer[..(int)Math.Min(buffer.Length, _fence - file.Position)];
        int read = file.ReadAtLeast(wanted, wanted.Length, throwOnEndOfStream: false);
        // A file that another program shortened ends before its length.
        if (read < wanted.Length)
            throw new EndOfStreamException("it became shorter while it was read");
        _budget -= read;
        return _budget >= 0 ? read : throw new EndOfStreamException("parts of it refer to each other without end");
    }

    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 1 ? one[0] : -1;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override long Seek(long offset, SeekOrigin origin)
    {
        long position = file.Seek(offset, origin);
        _fence = FenceAfter(position, fences, file.Length);
        return position;
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    private static long FenceAfter(long position, IReadOnlyList<long> fences, long end)
    {
        foreach (long fence in fences)
        {
            if (fence > position)
                return fence;
        }

        return end;
    }
}
