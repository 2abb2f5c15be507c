namespace GpuCluster.Data.Records;

/// <summary>What the values of a column are.</summary>
internal enum RecordKind
{
    /// <summary>Numbers of any type, truth values included.</summary>
    Number,

    /// <summary>Text, or dates and times, which become text.</summary>
    Text,

    /// <summary>Bytes, such as an image file.</summary>
    Bytes,

    /// <summary>Lists of numbers.</summary>
    Numbers,

    /// <summary>Anything else, which is not read.</summary>
    Other,
}
