using System.Buffers.Binary;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Arrow;

/// <summary>
/// A file for Apache.Arrow, which asks for as much memory as a file claims: it reads the length of a message as four bytes of their own,
/// then the message, and takes its word for the number of arrays and buffers in it. Claims that the file is too small for are refused where
/// they are read.
/// </summary>
/// <param name="file">The file; not owned.</param>
internal sealed class ArrowInput(Stream file) : LibraryStream(file)
{
    // Kinds of a message (Message.fbs), and fields of its tables as places in the table of their offsets.
    private const byte Schema = 1;
    private const byte Words = 2;
    private const byte Records = 3;
    private const int KindField = 6;
    private const int HeaderField = 8;
    private const int RecordsOfWordsField = 6;
    private const int ArraysField = 6;
    private const int BuffersField = 8;
    private const int FieldsField = 6;
    private const int SchemaOfFooterField = 6;
    private const int ChildrenField = 14;

    /// <summary>Fields within fields; the library follows them by recursion, and those of a damaged file may lead back.</summary>
    private const int MaxDepth = 64;

    /// <summary>A file ends with the length of the part before and six letters.</summary>
    private const int BytesAfterFooter = 10;

    /// <summary>An array or a buffer is described by two numbers of 64 bits.</summary>
    private const int BytesOfDescription = 16;

    private int _claimed;

    public override int Read(Span<byte> buffer)
    {
        int read = base.Read(buffer);
        if (buffer.Length == sizeof(int) && read == sizeof(int))
        {
            _claimed = BinaryPrimitives.ReadInt32LittleEndian(buffer);
            if (_claimed > Length)
                throw new EndOfStreamException("a message claims to be longer than the file");
        }
        else if (read == _claimed && read == buffer.Length)
        {
            if (HasTooManyParts(buffer))
                throw new EndOfStreamException("a message claims more arrays than it describes");
            if (HasTooDeepFields(buffer, Position == Length - BytesAfterFooter))
                throw new EndOfStreamException("its fields lie too deep within each other");
        }

        return read;
    }

    // A message is a flatbuffer; what lies outside of it is the library's to refuse.
    private static bool HasTooManyParts(ReadOnlySpan<byte> message)
    {
        int table = Int32(message, 0),
            header = Target(message, table, HeaderField),
            kind = KindOf(message, table);
        if (kind == Words)
            header = Target(message, header, RecordsOfWordsField);
        return kind is Words or Records
            && (CountOf(message, header, ArraysField) > message.Length || CountOf(message, header, BuffersField) > message.Length);
    }

    private static bool HasTooDeepFields(ReadOnlySpan<byte> message, bool mayBeFooter)
    {
        int table = Int32(message, 0),
            left = message.Length / sizeof(int);
        if (mayBeFooter && IsTooDeep(message, Target(message, table, SchemaOfFooterField), FieldsField, 0, ref left))
            return true;
        int header = Target(message, table, HeaderField);
        return KindOf(message, table) == Schema && IsTooDeep(message, header, FieldsField, 0, ref left);
    }

    private static bool IsTooDeep(ReadOnlySpan<byte> message, int owner, int field, int depth, ref int left)
    {
        int vector = Target(message, owner, field),
            count = vector > 0 ? Int32(message, vector) : 0;
        for (int i = 0; i < count; i++)
        {
            int slot = vector + (sizeof(int) * (i + 1));
            if (--left < 0 || depth == MaxDepth || IsTooDeep(message, slot + Int32(message, slot), ChildrenField, depth + 1, ref left))
                return true;
        }

        return false;
    }

    private static int KindOf(ReadOnlySpan<byte> message, int table) =>
        Field(message, table, KindField) is var at and > 0 && at < message.Length ? message[at] : 0;

    private static long CountOf(ReadOnlySpan<byte> message, int table, int field) =>
        Target(message, table, field) is var vector and > 0 ? (long)(uint)Int32(message, vector) * BytesOfDescription : 0;

    // 0: there is none.
    private static int Target(ReadOnlySpan<byte> message, int table, int field) =>
        Field(message, table, field) is var at and > 0 ? at + Int32(message, at) : 0;

    private static int Field(ReadOnlySpan<byte> message, int table, int field)
    {
        int offsets = table - Int32(message, table);
        if (offsets < 0 || offsets > message.Length || offsets + field + sizeof(ushort) > message.Length)
            return 0;
        int offset = BinaryPrimitives.ReadUInt16LittleEndian(message[(offsets + field)..]);
        return offset == 0 ? 0 : table + offset;
    }

    private static int Int32(ReadOnlySpan<byte> message, int at) =>
        at >= 0 && at + sizeof(int) <= message.Length && at <= int.MaxValue - sizeof(int)
            ? BinaryPrimitives.ReadInt32LittleEndian(message[at..])
            : 0;
}
