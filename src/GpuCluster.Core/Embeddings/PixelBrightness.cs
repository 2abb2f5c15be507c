namespace GpuCluster.Core.Embeddings;

/// <summary>
/// What a stored pixel means as a feature: v / 255, so 0 (black) to 1 (white). The quotient is the nearest float32, as NumPy's is.
/// </summary>
public static class PixelBrightness
{
    /// <summary>Scales pixels into features of the same length.</summary>
    public static void Scale(ReadOnlySpan<byte> pixels, Span<float> features)
    {
        for (int i = 0; i < pixels.Length; i++)
            features[i] = pixels[i] / 255f;
    }
}
