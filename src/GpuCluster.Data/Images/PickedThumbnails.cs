using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Images;

/// <summary>The thumbnails of some samples of a set. Any thread.</summary>
/// <param name="all">The set, disposed of with this.</param>
/// <param name="samples">Which of its samples.</param>
internal sealed class PickedThumbnails(IThumbnails all, IReadOnlyList<int> samples) : IThumbnails
{
    /// <inheritdoc/>
    public int Count => samples.Count;

    /// <inheritdoc/>
    public IReadOnlyList<int> Edges => all.Edges;

    /// <inheritdoc/>
    public string NameOf(int index) => all.NameOf(samples[index]);

    /// <inheritdoc/>
    public ThumbnailState Read(int index, int edge, Span<byte> rgba) => all.Read(samples[index], edge, rgba);

    /// <inheritdoc/>
    public void Dispose() => all.Dispose();
}
