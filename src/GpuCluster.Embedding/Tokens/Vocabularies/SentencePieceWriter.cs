using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace GpuCluster.Embedding.Tokens.Vocabularies;

/// <summary>
/// Writes a vocabulary of BPE as a SentencePiece file for the library. Fields by number: ModelProto.pieces 1, trainer_spec 2,
/// normalizer_spec 3; SentencePiece.piece 1, score 2, type 3; TrainerSpec.model_type 3, treat_whitespace_as_suffix 24, byte_fallback 35,
/// unk_id 40, bos_id 41, eos_id 42, unk_piece 45; NormalizerSpec.precompiled_charsmap 2, add_dummy_prefix 3, remove_extra_whitespaces 4,
/// escape_whitespaces 5 (sentencepiece_model.proto).
/// </summary>
internal static class SentencePieceWriter
{
    private const int Pairs = 2;

    /// <summary>The file. Its start and end are the unknown piece: none is ever asked for, and the library needs some.</summary>
    public static byte[] Write(PieceVocabulary vocabulary)
    {
        ArrayBufferWriter<byte> file = new();
        byte[] bits = new byte[sizeof(float)];
        foreach ((string text, float score, PieceKind kind) in vocabulary.Pieces)
        {
            ArrayBufferWriter<byte> piece = new();
            Bytes(piece, 1, Encoding.UTF8.GetBytes(text));
            BinaryPrimitives.WriteSingleLittleEndian(bits, score);
            Raw(piece, (2 << 3) | 5);
            piece.Write(bits);
            Number(piece, 3, (int)(kind == PieceKind.Byte ? PieceKind.Control : kind));
            Bytes(file, 1, piece.WrittenSpan);
        }

        ArrayBufferWriter<byte> trainer = new();
        Number(trainer, 3, Pairs);
        foreach (int field in new[] { 40, 41, 42 })
            Number(trainer, field, vocabulary.Unknown);
        Bytes(trainer, 45, Encoding.UTF8.GetBytes(vocabulary.Pieces[vocabulary.Unknown].Text));
        Bytes(file, 2, trainer.WrittenSpan);
        ArrayBufferWriter<byte> form = new();
        foreach (int field in new[] { 3, 4, 5 })
            Number(form, field, 0);
        Bytes(file, 3, form.WrittenSpan);
        return file.WrittenSpan.ToArray();
    }

    private static void Number(IBufferWriter<byte> stream, int field, int value)
    {
        Raw(stream, (uint)(field << 3));
        Raw(stream, (uint)value);
    }

    private static void Bytes(IBufferWriter<byte> stream, int field, ReadOnlySpan<byte> bytes)
    {
        Raw(stream, (uint)((field << 3) | 2));
        Raw(stream, (uint)bytes.Length);
        stream.Write(bytes);
    }

    private static void Raw(IBufferWriter<byte> stream, uint value)
    {
        for (; value >= 128; value >>= 7)
            stream.Write([(byte)(value | 128)]);
        stream.Write([(byte)value]);
    }
}
