using System.Buffers.Binary;
using System.Text;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Tokens.Forms;
using GpuCluster.Embedding.Tokens.Vocabularies;

namespace GpuCluster.Embedding.Tokens;

/// <summary>
/// Reads SentencePiece's own file, spiece.model and the like (sentencepiece_model.proto; the numbers of its fields stand at
/// <see cref="SentencePieceWriter"/>).
/// </summary>
internal sealed class SentencePieceFile
{
    /// <summary>The largest published vocabularies have some megabytes.</summary>
    private const long MaxSize = 256L << 20;

    private readonly string _path;
    private readonly List<(string Text, float Score, PieceKind Kind)> _pieces = [];
    private byte[] _table = [];
    private int _model = 1;
    private bool _hasBytes;
    private bool _isSuffix;
    private int _unknown;
    private bool _addsBlank = true;
    private bool _singleBlanks = true;
    private bool _escapes = true;

    private SentencePieceFile(string path) => _path = path;

    /// <summary>The vocabulary.</summary>
    public PieceVocabulary Vocabulary => new(_path, _pieces, _unknown, _model == 1, _hasBytes);

    /// <summary>The pieces that a text always keeps whole.</summary>
    public WholePieces Whole =>
        new(
            _pieces
                .Select((piece, number) => (piece, number))
                .Where(each => each.piece.Kind == PieceKind.Whole)
                .Select(each => KeyValuePair.Create(each.piece.Text, each.number))
        );

    /// <summary>Reads a file.</summary>
    /// <exception cref="UnusableInputException">It is damaged, or of a kind that is not read.</exception>
    public static SentencePieceFile Read(string path)
    {
        SentencePieceFile file = new(path);
        try
        {
            long size = new FileInfo(path).Length;
            if (size > MaxSize)
                throw new UnusableInputException($"{path}: {size} bytes are no SentencePiece file; fetch the file again");
            file.ReadWhole(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"{path}: cannot be read: {e.Message}", e);
        }

        file.Check();
        return file;
    }

    /// <summary>How a text is prepared, as the file says it.</summary>
    /// <exception cref="UnusableInputException">The table of characters is damaged.</exception>
    public Func<string, string> Preparation()
    {
        CharacterTable table = new(_path, _table);
        return text =>
        {
            string form = table.Of(text);
            if (_singleBlanks)
                form = string.Join(' ', form.Split(' ', StringSplitOptions.RemoveEmptyEntries));
            if (_addsBlank && form.Length > 0)
                form = " " + form;
            return form.Replace(' ', '▁');
        };
    }

    private void Check()
    {
        if (_pieces.Count == 0)
            throw new UnusableInputException($"{_path}: no SentencePiece file, or a damaged one: it has no pieces; fetch the file again");
        if (_model is not (1 or 2))
            throw new UnusableInputException($"{_path}: SentencePiece's model type {_model}; only Unigram and BPE are supported");
        if (_unknown < 0 || _unknown >= _pieces.Count || _pieces[_unknown].Kind != PieceKind.Unknown)
            throw new UnusableInputException($"{_path}: names no piece for the unknown; fetch the file again");
        if (_isSuffix || !_escapes)
            throw new UnusableInputException($"{_path}: writes blanks in a way that is not supported; use the model's tokenizer.json");
    }

    private void ReadWhole(ReadOnlySpan<byte> bytes)
    {
        while (Next(ref bytes, out int field, out _, out ReadOnlySpan<byte> content))
        {
            switch (field)
            {
                case 1:
                    ReadPiece(content);
                    break;
                case 2:
                    ReadTrainer(content);
                    break;
                case 3:
                    ReadForm(content);
                    break;
                default:
                    break;
            }
        }
    }

    private void ReadPiece(ReadOnlySpan<byte> bytes)
    {
        (string text, float score, PieceKind kind) = ("", 0, PieceKind.Normal);
        while (Next(ref bytes, out int field, out ulong number, out ReadOnlySpan<byte> content))
        {
            if (field == 1)
                text = Encoding.UTF8.GetString(content);
            else if (field == 2)
                score = BitConverter.UInt32BitsToSingle((uint)number);
            else if (field == 3)
                kind = (PieceKind)number;
        }

        _pieces.Add((text, score, kind));
    }

    private void ReadTrainer(ReadOnlySpan<byte> bytes)
    {
        while (Next(ref bytes, out int field, out ulong number, out _))
        {
            switch (field)
            {
                case 3:
                    _model = (int)number;
                    break;
                case 24:
                    _isSuffix = number != 0;
                    break;
                case 35:
                    _hasBytes = number != 0;
                    break;
                case 40:
                    _unknown = (int)number;
                    break;
                default:
                    break;
            }
        }
    }

    private void ReadForm(ReadOnlySpan<byte> bytes)
    {
        while (Next(ref bytes, out int field, out ulong number, out ReadOnlySpan<byte> content))
        {
            switch (field)
            {
                case 2:
                    _table = content.ToArray();
                    break;
                case 3:
                    _addsBlank = number != 0;
                    break;
                case 4:
                    _singleBlanks = number != 0;
                    break;
                case 5:
                    _escapes = number != 0;
                    break;
                default:
                    break;
            }
        }
    }

    // The next field of a message: a number, or a content of bytes.
    private bool Next(ref ReadOnlySpan<byte> bytes, out int field, out ulong number, out ReadOnlySpan<byte> content)
    {
        (field, number) = (0, 0);
        content = default;
        if (bytes.IsEmpty)
            return false;
        ulong tag = Varint(ref bytes);
        field = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                number = Varint(ref bytes);
                return true;
            case 1:
                number = BinaryPrimitives.ReadUInt64LittleEndian(Take(ref bytes, sizeof(ulong)));
                return true;
            case 2:
                content = Take(ref bytes, Varint(ref bytes));
                return true;
            case 5:
                number = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, sizeof(uint)));
                return true;
            default:
                throw Damaged();
        }
    }

    private ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, ulong length)
    {
        if (length > (ulong)bytes.Length)
            throw Damaged();
        ReadOnlySpan<byte> taken = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return taken;
    }

    private ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        throw Damaged();
    }

    private UnusableInputException Damaged() => new($"{_path}: no SentencePiece file, or a damaged one; fetch the file again");
}
