namespace GpuCluster.Rendering.Thumbnails;

/// <summary>How a <see cref="ThumbnailAtlas"/> pages.</summary>
public sealed record ThumbnailAtlasOptions
{
    /// <summary>Device memory for tiles, rounded down to whole pages of 1 MiB; at least one page.</summary>
    public long MaxBytes { get; init; } = 128L << 20;

    /// <summary>Threads that read thumbnails.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Bytes of tiles that one frame uploads at most, so that a flight into a crowd does not stutter; at least one tile.</summary>
    public int MaxUploadPerFrame { get; init; } = 1 << 20;

    /// <summary>How long a picture that has arrived fades in; zero for at once.</summary>
    public TimeSpan FadeIn { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The clock of the fading.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
