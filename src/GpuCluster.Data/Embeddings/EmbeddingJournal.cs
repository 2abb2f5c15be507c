using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Embeddings;

/// <summary>
/// A disk cache of one model's vectors, an append-only file: each record is a content's hash, d values and a checksum of both. A record
/// that a kill, a full disk or damage left incomplete is ignored and computed again; all others stay valid. The vectors stay in the file
/// until they are asked for. One process at a time writes; a second one runs without the cache. Thread-safe.
/// </summary>
public sealed class EmbeddingJournal : IEmbeddingCache, IDisposable
{
    private const int HashBytes = 32;
    private const int HeaderBytes = 16;
    private const int BlockBytes = 1 << 20;
    private static readonly byte[] Magic = "GPCEMB1\n"u8.ToArray();

    private readonly Lock _lock = new();
    private readonly Dictionary<Hash, long> _recordOf = [];
    private readonly FileStream _file;
    private readonly Action<string> _warn;
    private readonly int _columns;
    private long _end;
    private bool _isFull;

    private EmbeddingJournal(string path, int columns, Action<string> warn)
    {
        (_columns, _warn) = (columns, warn);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
    }

    private int RecordBytes => HashBytes + (_columns * sizeof(float)) + sizeof(uint);

    /// <summary>Opens a model's journal in the user's cache.</summary>
    /// <param name="model">The model's hash, which covers everything that affects its vectors.</param>
    /// <param name="columns">d.</param>
    /// <param name="warn">Called once if the cache cannot be used.</param>
    /// <returns>Null if the cache cannot be used: no home folder, a read-only disk, or another process that uses it.</returns>
    public static EmbeddingJournal? Open(string model, int columns, Action<string> warn) =>
        UserCache.Folder("embeddings") is { } folder ? OpenAt(Path.Combine(folder, $"{model}.journal"), columns, warn) : null;

    /// <inheritdoc cref="Open"/>
    /// <param name="path">The file; created if it does not exist.</param>
    internal static EmbeddingJournal? OpenAt(string path, int columns, Action<string> warn)
    {
        EmbeddingJournal? journal = null;
        try
        {
            UserCache.Make(Path.GetDirectoryName(path)!);
            journal = new EmbeddingJournal(path, columns, warn);
            journal.ReadAll();
            return journal;
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or UnusableInputException
                        or MachineFaultException
                        or ArgumentOutOfRangeException
            )
        {
            // The last for a file that exceeds the file system's or a process limit, as below.
            journal?.Dispose();
            warn($"vectors are not cached for the next run ({e.Message})");
            return null;
        }
    }

    /// <inheritdoc/>
    public bool TryRead(ReadOnlySpan<byte> hash, Span<float> row)
    {
        // Only read once the file is open, so that no lock is needed.
        if (row.Length != _columns || !_recordOf.TryGetValue(new Hash(hash), out long at))
            return false;
        byte[] record = ArrayPool<byte>.Shared.Rent(RecordBytes);
        try
        {
            Span<byte> bytes = record.AsSpan(0, RecordBytes);
            if (!IsWhole(bytes, at) || !bytes[..HashBytes].SequenceEqual(hash))
                return false;
            MemoryMarshal.Cast<byte, float>(bytes.Slice(HashBytes, _columns * sizeof(float))).CopyTo(row);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(record);
        }
    }

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> hashes, ReadOnlySpan<float> rows)
    {
        int count = hashes.Length / HashBytes;
        byte[] records = new byte[count * RecordBytes];
        for (int i = 0; i < count; i++)
        {
            Span<byte> record = records.AsSpan(i * RecordBytes, RecordBytes);
            hashes.Slice(i * HashBytes, HashBytes).CopyTo(record);
            MemoryMarshal.AsBytes(rows.Slice(i * _columns, _columns)).CopyTo(record[HashBytes..]);
            BinaryPrimitives.WriteUInt32LittleEndian(record[^sizeof(uint)..], ChecksumOf(record));
        }

        lock (_lock)
        {
            if (_isFull)
                return;
            try
            {
                _file.Position = _end;
                _file.Write(records);
                _end += records.Length;
            }
            catch (Exception e) when (e is IOException or ArgumentOutOfRangeException)
            {
                // .NET throws the second for a file that exceeds the file system's or a process limit.
                _isFull = true;
                _warn($"{_file.Name}: vectors are no longer cached for the next run ({e.Message}); free some room");
                CutAfterLast();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            try
            {
                _file.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                // A record that did not reach the disk fails its checksum and is computed again.
            }

            _file.Dispose();
        }
    }

    private void ReadAll()
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[Magic.Length..], _columns);
        Span<byte> found = stackalloc byte[HeaderBytes];
        _file.Position = 0;
        if (_file.ReadAtLeast(found, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !found.SequenceEqual(header))
        {
            // A file of another format or width is not usable here.
            _file.SetLength(0);
            _file.Position = 0;
            _file.Write(header);
            _end = HeaderBytes;
            return;
        }

        byte[] block = new byte[Math.Max(1, BlockBytes / RecordBytes) * RecordBytes];
        _end = HeaderBytes;
        int read;
        do
        {
            read = _file.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
            for (int at = 0; at + RecordBytes <= read; at += RecordBytes)
                Take(block.AsSpan(at, RecordBytes));
        } while (read == block.Length);
        CutAfterLast();
    }

    // The checksum is looked at when the vector is asked for.
    private void Take(ReadOnlySpan<byte> record)
    {
        _recordOf[new Hash(record)] = _end;
        _end += record.Length;
    }

    // A disk that fails costs the vector, which is computed again.
    private bool IsWhole(Span<byte> record, long at)
    {
        try
        {
            return RandomAccess.Read(_file.SafeFileHandle, record, at) == record.Length
                && BinaryPrimitives.ReadUInt32LittleEndian(record[^sizeof(uint)..]) == ChecksumOf(record);
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Records have a fixed length, so no incomplete record may lie between complete ones.
    private void CutAfterLast()
    {
        try
        {
            _file.SetLength(_end);
        }
        catch (IOException)
        {
            // The incomplete record stays at the end, and the next run truncates it.
        }
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> record)
    {
        Crc32 crc = default;
        crc.Append(record[..^sizeof(uint)]);
        return crc.Value;
    }

    /// <summary>A SHA-256 as a key.</summary>
    private readonly record struct Hash(UInt128 High, UInt128 Low)
    {
        public Hash(ReadOnlySpan<byte> bytes)
            : this(BinaryPrimitives.ReadUInt128LittleEndian(bytes), BinaryPrimitives.ReadUInt128LittleEndian(bytes[16..])) { }
    }
}
