using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using Microsoft.Win32.SafeHandles;

namespace GpuCluster.Data.Sources;

/// <summary>Opens what addresses name. Archives stay open for the next entry. Any thread.</summary>
internal sealed class SourceFiles
{
    /// <summary>Bytes of a file that are read at once, for each thread.</summary>
    private const long MaxHeld = 128 << 20;

    private readonly Dictionary<string, IArchive> _archives = new(StringComparer.Ordinal);

    /// <summary>An archive, opened once.</summary>
    /// <exception cref="UnusableInputException">It is none, or damaged.</exception>
    public IArchive Archive(string path, CancellationToken cancellation = default)
    {
        lock (_archives)
        {
            if (!_archives.TryGetValue(path, out IArchive? archive))
                _archives.Add(path, archive = Archives.Open(path, cancellation));
            return archive;
        }
    }

    /// <summary>Bytes of a file or of an entry, unpacked; -1 if it is not there.</summary>
    /// <exception cref="UnusableInputException">It cannot be opened.</exception>
    public long LengthOf(string address)
    {
        SourceAddress source = SourceAddress.Of(address);
        if (source.Entry is { } entry)
            return Archive(source.File).LengthOf(entry);
        using FileStream file = InputFile.Open(source.File);
        return file.Length;
    }

    /// <summary>The SHA-256 of a file or an entry; of a part of an image, that of the image and the box.</summary>
    /// <param name="address">The address.</param>
    /// <param name="hash">Receives 32 bytes.</param>
    /// <exception cref="UnusableInputException">It is not there, or damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public void Hash(string address, Span<byte> hash)
    {
        SourceAddress source = SourceAddress.Of(address);
        if (source.Entry is null)
        {
            HashFile(source.File, hash);
        }
        else
        {
            using Stream stream = Open(address);
            SHA256.HashData(stream, hash);
        }

        if (source.Box is { } box)
            SHA256.HashData([.. hash, .. Encoding.UTF8.GetBytes(box.ToString())], hash);
    }

    /// <summary>All bytes of a file or an entry; of a part of an image, those of the image. Null if they are too many to hold.</summary>
    /// <param name="address">The address.</param>
    /// <exception cref="UnusableInputException">It is not there, or damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public RentedBytes? TryBytes(string address)
    {
        SourceAddress source = SourceAddress.Of(address);
        if (source.Entry is { } entry)
        {
            byte[] unpacked = Archive(source.File).Read(entry);
            return new RentedBytes(unpacked, unpacked.Length, isRented: false);
        }

        using LightFile? file = LightFile.TryOpen(source.File);
        if (file is null)
        {
            // The usual way to open it has the words for the fault.
            using SafeFileHandle handle = InputFile.OpenHandle(source.File);
            return null;
        }

        if (file.Length > MaxHeld)
            return null;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Max(1, (int)file.Length));
        return new RentedBytes(buffer, file.Read(buffer.AsSpan(0, (int)file.Length), 0), isRented: true);
    }

    /// <summary>The first bytes of a file or an entry.</summary>
    /// <param name="address">The address.</param>
    /// <param name="max">Bytes at most.</param>
    /// <exception cref="UnusableInputException">It is not there, or damaged.</exception>
    public byte[] Start(string address, int max)
    {
        SourceAddress source = SourceAddress.Of(address);
        try
        {
            if (source.Entry is { } entry)
                return Archive(source.File).Read(entry, max);
            using FileStream file = InputFile.Open(source.File);
            byte[] start = new byte[max];
            return start[..InputFile.ReadUpTo(file, start, source.File)];
        }
        catch (Exception e) when (e is IOException or InvalidDataException or MachineFaultException)
        {
            throw new UnusableInputException($"{address}: {e.Message}", e);
        }
    }

    /// <summary>Opens a file or an entry for reading; of a part of an image, the whole.</summary>
    /// <exception cref="UnusableInputException">It is not there, or damaged.</exception>
    public Stream Open(string address)
    {
        SourceAddress source = SourceAddress.Of(address);
        if (source.Entry is not { } entry)
            return InputFile.Open(source.File);
        try
        {
            return new MemoryStream(Archive(source.File).Read(entry), writable: false);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new UnusableInputException($"{address}: {e.Message}", e);
        }
    }

    // A photo is one read; a stream for each of a million takes twice the time.
    private static void HashFile(string path, Span<byte> hash)
    {
        const int Whole = 1 << 20;
        using SafeFileHandle file = InputFile.OpenHandle(path);
        long length = RandomAccess.GetLength(file);
        if (length < Whole && TryHash(file, (int)length, hash))
            return;
        using FileStream stream = new(file, FileAccess.Read, bufferSize: 0);
        SHA256.HashData(stream, hash);
    }

    // False for a file that changes meanwhile, or whose read was interrupted.
    private static bool TryHash(SafeFileHandle file, int length, Span<byte> hash)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(length + 1);
        try
        {
            // One byte more than the file has: a shorter read ends at its end.
            int read = RandomAccess.Read(file, buffer.AsSpan(0, length + 1), 0);
            if (read != length)
                return false;
            SHA256.HashData(buffer.AsSpan(0, read), hash);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
