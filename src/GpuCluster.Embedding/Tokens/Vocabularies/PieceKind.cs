namespace GpuCluster.Embedding.Tokens.Vocabularies;

/// <summary>What a piece is for, numbered as in SentencePiece's files (sentencepiece_model.proto).</summary>
internal enum PieceKind
{
    /// <summary>Text.</summary>
    Normal = 1,

    /// <summary>What no other piece has.</summary>
    Unknown = 2,

    /// <summary>A token that no text has, such as a start or an end.</summary>
    Control = 3,

    /// <summary>Text that is always kept whole.</summary>
    Whole = 4,

    /// <summary>Not to be used.</summary>
    Unused = 5,

    /// <summary>A byte of UTF-8.</summary>
    Byte = 6,
}
