namespace GpuCluster.Core.Samples;

/// <summary>
/// Small square pictures of the samples, made once for each edge length and cached. Every member may be called from any thread.
/// </summary>
public interface IThumbnails : IDisposable
{
    /// <summary>n, the number of samples.</summary>
    int Count { get; }

    /// <summary>The available edge lengths in pixels, ascending: 32 for small grey images, 32, 64 and 128 for photos.</summary>
    IReadOnlyList<int> Edges { get; }

    /// <summary>Whether samples are parts of images, so that <see cref="ReadWhole"/> shows more than <see cref="Read"/>.</summary>
    bool AreParts => false;

    /// <summary>The sample's display name: the file's path, or for images inside a file its name and row. Any script.</summary>
    string NameOf(int index);

    /// <summary>
    /// Writes the picture of a sample, centred, its shape kept, transparent where it leaves the square empty. May decode a file and take
    /// milliseconds.
    /// </summary>
    /// <param name="index">0 to n - 1.</param>
    /// <param name="edge">One of <see cref="Edges"/>.</param>
    /// <param name="rgba">Receives edge x edge x 4 bytes, R G B A, premultiplied by alpha, top row first. A marked tile if there is no
    /// picture.</param>
    /// <returns>Whether the picture is the sample's own, and if not, why.</returns>
    ThumbnailState Read(int index, int edge, Span<byte> rgba);

    /// <summary>The same with the whole image that a sample is a part of, and a frame around the part.</summary>
    /// <inheritdoc cref="Read"/>
    ThumbnailState ReadWhole(int index, int edge, Span<byte> rgba) => Read(index, edge, rgba);
}
