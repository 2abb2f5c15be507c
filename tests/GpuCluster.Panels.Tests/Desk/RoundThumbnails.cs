using GpuCluster.Core.Samples;

namespace GpuCluster.Panels.Tests.Desk;

/// <summary>Pictures of discs, each of another grey; every tenth file is damaged.</summary>
internal sealed class RoundThumbnails(int count) : IThumbnails
{
    private long _reads;

    public int Count => count;

    /// <summary>How many pictures were read.</summary>
    public long Reads => Volatile.Read(ref _reads);

    public IReadOnlyList<int> Edges { get; } = [32];

    public string NameOf(int index) => $"pictures/digits/{index:D5}.png";

    public ThumbnailState Read(int index, int edge, Span<byte> rgba)
    {
        Interlocked.Increment(ref _reads);
        byte grey = (byte)(90 + (index * 37 % 160));
        for (int i = 0; i < edge * edge; i++)
        {
            (int x, int y) = ((i % edge) - (edge / 2), (i / edge) - (edge / 2));
            bool isInside = (x * x) + (y * y) < edge * edge / 6;
            rgba.Slice(i * 4, 4).Fill(isInside ? grey : (byte)20);
            rgba[(i * 4) + 3] = 255;
        }

        return index % 10 == 9 ? ThumbnailState.Damaged : ThumbnailState.Ready;
    }

    public void Dispose() { }
}
