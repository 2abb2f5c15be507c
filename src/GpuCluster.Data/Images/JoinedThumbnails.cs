using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Images;

/// <summary>The thumbnails of several sets, one after the other. Any thread.</summary>
internal sealed class JoinedThumbnails : IThumbnails
{
    private readonly (IThumbnails? Set, int First)[] _parts;

    /// <param name="parts">Each set, or null where it has no pictures, and its number of samples. Disposed of with this.</param>
    public JoinedThumbnails(IReadOnlyList<(IThumbnails? Set, int Count)> parts)
    {
        _parts = new (IThumbnails?, int)[parts.Count];
        foreach ((int index, (IThumbnails? set, int count)) in parts.Index())
        {
            _parts[index] = (set, Count);
            Count += count;
        }

        // Sets of photos all have the same edges.
        Edges = parts.Select(part => part.Set?.Edges).OfType<IReadOnlyList<int>>().First();
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public IReadOnlyList<int> Edges { get; }

    /// <inheritdoc/>
    public bool AreParts => Array.Exists(_parts, part => part.Set?.AreParts == true);

    /// <inheritdoc/>
    public string NameOf(int index) => PartOf(index) is ({ } set, int first) ? set.NameOf(index - first) : $"row {index}";

    /// <inheritdoc/>
    public ThumbnailState Read(int index, int edge, Span<byte> rgba) =>
        PartOf(index) is ({ } set, int first) ? set.Read(index - first, edge, rgba) : Missing(edge, rgba);

    /// <inheritdoc/>
    public ThumbnailState ReadWhole(int index, int edge, Span<byte> rgba) =>
        PartOf(index) is ({ } set, int first) ? set.ReadWhole(index - first, edge, rgba) : Missing(edge, rgba);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((IThumbnails? set, _) in _parts)
            set?.Dispose();
    }

    private static ThumbnailState Missing(int edge, Span<byte> rgba)
    {
        MarkedTile.Draw(ThumbnailState.Missing, edge, rgba);
        return ThumbnailState.Missing;
    }

    private (IThumbnails? Set, int First) PartOf(int index) => Array.FindLast(_parts, part => part.First <= index);
}
