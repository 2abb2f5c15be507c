using System.Buffers.Binary;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Arrow;

/// <summary>
/// A file for Apache.Arrow, which reads the length of a message as four bytes of their own and then asks for as much memory. A length
/// greater than the file is refused where it is read.
/// </summary>
/// <param name="file">The file; not owned.</param>
internal sealed class ArrowInput(Stream file) : LibraryStream(file)
{
    public override int Read(Span<byte> buffer)
    {
        int read = base.Read(buffer);
        if (buffer.Length == sizeof(int) && read == sizeof(int) && BinaryPrimitives.ReadInt32LittleEndian(buffer) > Length)
            throw new EndOfStreamException("a message claims to be longer than the file");
        return read;
    }
}
