namespace GpuCluster.Rendering;

/// <summary>How a <see cref="FrameRenderer"/> draws.</summary>
public sealed record FrameRendererOptions
{
    /// <summary>Draws with point primitives even if the compute rasteriser is available: slower, for comparison.</summary>
    public bool ForcesPointPrimitives { get; init; }

    /// <summary>The largest number of points in one dispatch (rounded down to 256), even if the device could take more.</summary>
    public int MaxPointsPerDispatch { get; init; } = 1 << 30;
}
