namespace GpuCluster.Embedding.Preprocessing;

/// <summary>The preprocessing of a model, in this order: resize, crop the centre, scale each channel.</summary>
public sealed record ImagePreparation
{
    /// <summary>How pixels are resized.</summary>
    public required ResampleFilter Filter { get; init; }

    /// <summary>
    /// The length that the shorter side is resized to, in pixels, proportions kept; null where the image is squashed to width x height.
    /// </summary>
    public required int? ShortestSide { get; init; }

    /// <summary>Columns of the result.</summary>
    public required int Width { get; init; }

    /// <summary>Rows of the result.</summary>
    public required int Height { get; init; }

    /// <summary>Whether a cut that cannot be centred goes to the nearest even offset (torchvision) and not down (Hugging Face).</summary>
    public required bool RoundsCutToEven { get; init; }

    /// <summary>What a byte is multiplied by, usually 1/255.</summary>
    public required double Rescale { get; init; }

    /// <summary>Subtracted from each channel after that, R G B.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>Each channel is divided by it, R G B.</summary>
    public required IReadOnlyList<double> Deviation { get; init; }

    /// <summary>The size that an image is resized to before its centre is cut out.</summary>
    /// <param name="width">Columns of the image.</param>
    /// <param name="height">Rows of the image.</param>
    public (int Width, int Height) Resized(int width, int height)
    {
        if (ShortestSide is not { } side)
            return (Width, Height);
        return width <= height ? (side, LongSide(side, height, width)) : (LongSide(side, width, height), side);
    }

    /// <summary>Where the cut begins along one axis.</summary>
    /// <param name="size">Pixels of the resized image.</param>
    /// <param name="cut">Pixels that are cut out.</param>
    public int CutFrom(int size, int cut) =>
        RoundsCutToEven ? (int)Math.Round((size - cut) / 2.0, MidpointRounding.ToEven) : (size - cut) / 2;

    private static int LongSide(int side, int longer, int shorter) => (int)Math.Min(int.MaxValue, (long)side * longer / shorter);
}
