namespace GpuCluster.Scene.Frames;

/// <summary>Something drawn flat over the picture: text, legend, panels. Drawn again only when <see cref="Version"/> has changed.</summary>
public interface IOverlay
{
    /// <summary>Changes whenever the overlay would look different.</summary>
    ulong Version { get; }

    /// <summary>
    /// The rectangles outside which nothing is drawn; no two overlap, and drawing overwrites every pixel in them. Null: they are found from
    /// what is drawn, which takes longer.
    /// </summary>
    IReadOnlyList<OverlayArea>? Areas => null;

    /// <summary>
    /// A rectangle of what was drawn last whose every pixel is opaque, inside the picture; null where there is none. The scene is not drawn
    /// below it.
    /// </summary>
    OverlayArea? Opaque => null;

    /// <summary>Draws the whole overlay, and overwrites every pixel where it names no <see cref="Areas"/>.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="rgba">Receives height x width pixels of 4 bytes, R G B A, premultiplied by alpha, top row first, no padding.</param>
    void Draw(int width, int height, Span<byte> rgba);
}
