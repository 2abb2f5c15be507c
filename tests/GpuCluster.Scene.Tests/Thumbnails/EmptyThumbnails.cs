using GpuCluster.Core.Samples;

namespace GpuCluster.Scene.Tests.Thumbnails;

/// <summary>Thumbnails of which only the edge lengths count.</summary>
internal sealed class EmptyThumbnails(int count, params int[] edges) : IThumbnails
{
    public int Count => count;

    public IReadOnlyList<int> Edges => edges;

    public string NameOf(int index) => $"图 {index}";

    public ThumbnailState Read(int index, int edge, Span<byte> rgba)
    {
        rgba.Clear();
        return ThumbnailState.Missing;
    }

    public void Dispose() { }
}
