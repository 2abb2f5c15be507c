namespace GpuCluster.Rendering;

/// <summary>How a <see cref="FrameRenderer"/> draws.</summary>
public sealed record FrameRendererOptions
{
    /// <summary>Draws with point primitives even where the compute rasteriser could run: slower, and there to compare.</summary>
    public bool ForcesPointPrimitives { get; init; }

    /// <summary>Splits the cloud into dispatches of at most so many points (rounded down to 256), even where the device could take more.</summary>
    public int MaxPointsPerDispatch { get; init; } = 1 << 30;
}
