using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;
using GpuCluster.Data.Npy;

namespace GpuCluster.Data.Scenes;

/// <summary>
/// A .gpc open for reading. All claims are verified: together the members are no longer than the file and unpack to no more than is allowed
/// (<see cref="UnpackLimit"/>), each has the length in its header, and its CRC-32 matches.
/// </summary>
internal sealed class SceneArchive : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;
    private readonly ZipArchive _zip;
    private readonly Dictionary<string, ZipArchiveEntry> _members = new(StringComparer.Ordinal);

    private SceneArchive(string path, FileStream file)
    {
        _path = path;
        _file = file;
        _zip = Guarded(path, () => new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true));
        Int128 packed = 0;
        foreach (ZipArchiveEntry entry in Guarded(path, () => _zip.Entries))
        {
            packed += entry.CompressedLength;
            if (!_members.TryAdd(entry.FullName, entry))
                throw Damaged(entry.FullName, "is there twice");
        }

        if (packed > file.Length)
        {
            throw new UnusableInputException(
                $"{path}: its members claim {packed} bytes of a file of {file.Length}; the scene is damaged: take another copy, or "
                    + "save it again"
            );
        }

        UnpackLimit.Check(path, file.Length, _zip, "unpack it and zip it again without compression (zip -0)");
    }

    public static SceneArchive Open(string path)
    {
        FileStream file = InputFile.Open(path);
        try
        {
            return new SceneArchive(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a whole member. Memory is taken as bytes arrive, as its length is only a claim.</summary>
    public ReadOnlyMemory<byte> Bytes(string name)
    {
        using MemberStream member = OpenMember(name);
        GrowingBuffer bytes = new();
        if (bytes.Append(member, member.Length, likely: _file.Length, _path, CancellationToken.None) < member.Length)
            throw Damaged(name, "is truncated");
        member.Finish();
        return bytes.Written;
    }

    /// <summary>Reads a whole tensor.</summary>
    /// <param name="name">The member.</param>
    /// <param name="shape">The size of each dimension, -1 if any size is allowed.</param>
    public T[] Array<T>(string name, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        using MemberStream member = OpenMember(name);
        T[] values = HostMemory.Allocate<T>((long)HeaderOf<T>(member, name, shape).Elements, _path);
        member.Fill(MemoryMarshal.AsBytes(values.AsSpan()));
        member.Finish();
        return values;
    }

    /// <summary>The element type of a tensor, as NumPy names it.</summary>
    public string TypeOf(string name)
    {
        using MemberStream member = OpenMember(name);
        return NpyHeader.Read(member, $"{_path}: {name}").Type;
    }

    /// <summary>A tensor as its parts along the first dimension, one after the other.</summary>
    public IEnumerable<T[]> Parts<T>(string name, long parts, long length, long width)
        where T : unmanaged
    {
        using MemberStream member = OpenMember(name);
        HeaderOf<T>(member, name, parts, length, width);
        for (long part = 0; part < parts; part++)
        {
            T[] values = HostMemory.Allocate<T>(length * width, _path);
            member.Fill(MemoryMarshal.AsBytes(values.AsSpan()));
            yield return values;
        }

        member.Finish();
    }

    /// <summary>A refusal that says which member is at fault.</summary>
    public UnusableInputException Damaged(string name, string fault) =>
        new($"{_path}: {name} {fault}; the scene is damaged: take another copy, or save it again");

    public void Dispose()
    {
        _zip.Dispose();
        _file.Dispose();
    }

    private NpyHeader HeaderOf<T>(MemberStream member, string name, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        string label = $"{_path}: {name}";
        NpyHeader header = NpyHeader.Read(member, label);
        bool fits = header.Type == NpyWriter.TypeOf<T>() && !header.IsFortran && header.Shape.Length == shape.Length;
        for (int i = 0; fits && i < shape.Length; i++)
            fits = shape[i] < 0 || shape[i] == header.Shape[i];
        if (!fits)
        {
            string wanted = string.Join(", ", shape.ToArray().Select(size => size < 0 ? "any" : $"{size}"));
            throw Damaged(name, $"is {header.ShapeText} of {header.Type}, where ({wanted}) of {NpyWriter.TypeOf<T>()} in C order belongs");
        }

        header.CheckLength(member.Length, Unsafe.SizeOf<T>(), label);
        return header;
    }

    private MemberStream OpenMember(string name)
    {
        if (!_members.TryGetValue(name, out ZipArchiveEntry? entry))
            throw Damaged(name, "is missing");
        return new MemberStream(this, name, entry.Length, entry.Crc32, Guarded(_path, entry.Open));
    }

    private static T Guarded<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e)
            when (e is InvalidDataException or IOException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new UnusableInputException(
                $"{path}: not a usable scene: {e.Message.ReplaceLineEndings(" ")}; take another copy, or save the scene again",
                e
            );
        }
    }

    /// <summary>A member's bytes from its start, with their checksum.</summary>
    private sealed class MemberStream(SceneArchive owner, string name, long length, uint checksum, Stream inner) : Stream
    {
        private Crc32 _crc;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            int asked = (int)Math.Min(buffer.Length, length - Position);
            int read = 0;
            try
            {
                if (asked > 0)
                    read = inner.Read(buffer[..asked]);
            }
            catch (InvalidDataException e)
            {
                throw owner.Damaged(name, $"cannot be unpacked ({e.Message})");
            }

            _crc.Append(buffer[..read]);
            Position += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public void Fill(Span<byte> buffer)
        {
            if (InputFile.ReadUpTo(this, buffer, owner._path) < buffer.Length)
                throw owner.Damaged(name, "is truncated");
        }

        /// <summary>After the last byte: checks the checksum.</summary>
        public void Finish()
        {
            if (_crc.Value != checksum)
                throw owner.Damaged(name, "has another checksum than its bytes");
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
