using SkiaSharp;

namespace GpuCluster.Panels.Drawing;

/// <summary>
/// Pictures at the one size at which they are drawn again and again: scaling them took half the time of a sheet that scrolls.
/// </summary>
internal sealed class ScaledImages
{
    /// <summary>Bytes that are kept at most; those of what is seen are made again after that.</summary>
    private const long MaxBytes = 16L << 20;

    private readonly Dictionary<int, (SKImage Source, SKImage Scaled)> _kept = [];
    private int _edge;

    /// <summary>A picture as a square of an edge.</summary>
    /// <param name="key">The same for the same picture.</param>
    /// <param name="source">Another one for this key replaces it.</param>
    /// <param name="edge">Pixels, 1 or more; another one forgets all.</param>
    public SKImage Of(int key, SKImage source, int edge)
    {
        if (edge != _edge || 4L * edge * edge * _kept.Count > MaxBytes)
            Forget();
        _edge = edge;
        if (!_kept.TryGetValue(key, out (SKImage Source, SKImage Scaled) kept) || !ReferenceEquals(kept.Source, source))
        {
            kept.Scaled?.Dispose();
            kept = (source, Scale(source, edge));
            _kept[key] = kept;
        }

        return kept.Scaled;
    }

    private static SKImage Scale(SKImage source, int edge)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(edge, edge, SKColorType.Rgba8888, SKAlphaType.Premul));
        surface.Canvas.Clear(SKColors.Transparent);
        surface.Canvas.DrawImage(source, SKRect.Create(edge, edge), new SKSamplingOptions(SKFilterMode.Linear));
        return surface.Snapshot();
    }

    private void Forget()
    {
        foreach ((_, SKImage scaled) in _kept.Values)
            scaled.Dispose();
        _kept.Clear();
    }
}
