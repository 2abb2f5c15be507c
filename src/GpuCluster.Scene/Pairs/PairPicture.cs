using GpuCluster.Core.Samples;

namespace GpuCluster.Scene.Pairs;

/// <summary>One of two compared pictures: what its file says, and its pixels once they are decoded.</summary>
/// <param name="Width">Pixels across as they are stored; 0 where that is not known.</param>
/// <param name="Height">Pixels down.</param>
/// <param name="Bytes">The file's length; 0 where it is no file.</param>
public sealed record PairPicture(int Width, int Height, long Bytes)
{
    /// <summary>The format, for example "JPEG"; null where it is not known.</summary>
    public string? Format { get; init; }

    /// <summary>When the file was changed last; null where that is not known.</summary>
    public DateTimeOffset? Changed { get; init; }

    /// <summary>The whole picture, or null.</summary>
    public DecodedImage? Whole { get; init; }

    /// <summary>The same, small enough to be drawn without gaps between the pixels that are seen; or null.</summary>
    public DecodedImage? Fitted { get; init; }

    /// <summary>Why there is no picture, or null.</summary>
    public string? Fault { get; init; }
}
