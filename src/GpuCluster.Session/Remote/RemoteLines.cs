namespace GpuCluster.Session.Remote;

/// <summary>Reads lines of bytes whose length is bounded.</summary>
/// <param name="stream">Read from; not owned.</param>
internal sealed class RemoteLines(Stream stream)
{
    /// <summary>Bytes of a line at most: a list of a million rows.</summary>
    public const int MaxLine = 8 << 20;

    private const int FirstBuffer = 4096;
    private byte[] _buffer = new byte[FirstBuffer];
    private int _begin;
    private int _end;

    /// <summary>The next line without its end; null where the stream has ended, half a line included.</summary>
    /// <param name="max">Bytes at most.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="InvalidDataException">The line is longer.</exception>
    public async Task<byte[]?> ReadAsync(int max, CancellationToken cancellation)
    {
        int searched = 0;
        while (true)
        {
            int at = _buffer.AsSpan(_begin + searched, _end - _begin - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                byte[] line = _buffer[_begin..(_begin + searched + at)];
                _begin += line.Length + 1;
                return line.Length <= max ? line : throw new InvalidDataException($"a line of more than {max} bytes");
            }

            searched = _end - _begin;
            if (searched > max)
                throw new InvalidDataException($"a line of more than {max} bytes");
            MakeRoom();
            int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
            if (read == 0)
                return null;
            _end += read;
        }
    }

    private void MakeRoom()
    {
        if (_begin > 0)
        {
            _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
            (_begin, _end) = (0, _end - _begin);
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _buffer.Length);
    }
}
