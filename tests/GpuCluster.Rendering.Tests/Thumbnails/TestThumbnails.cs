using System.Collections.Concurrent;
using GpuCluster.Core.Samples;

namespace GpuCluster.Rendering.Tests.Thumbnails;

/// <summary>
/// Pictures made up from index and edge: a colour of its own, empty above and below for every third, with a hole in the middle for every
/// third, and a darker left half.
/// </summary>
internal sealed class TestThumbnails(int count, params int[] edges) : IThumbnails
{
    /// <summary>What was read, in order.</summary>
    public ConcurrentQueue<(int Index, int Edge)> Reads { get; } = new();

    /// <summary>While this is unset, reading waits.</summary>
    public ManualResetEventSlim Gate { get; } = new(initialState: true);

    public Func<int, ThumbnailState> State { get; init; } = _ => ThumbnailState.Ready;

    public int Count => count;

    public IReadOnlyList<int> Edges => edges;

    public string NameOf(int index) => $"图片 {index}";

    public ThumbnailState Read(int index, int edge, Span<byte> rgba)
    {
        Gate.Wait();
        Reads.Enqueue((index, edge));
        for (int y = 0; y < edge; y++)
        {
            for (int x = 0; x < edge; x++)
                BitConverter.TryWriteBytes(rgba[((y * edge + x) * 4)..], TexelOf(index, edge, x, y));
        }
        return State(index);
    }

    public static uint TexelOf(int index, int edge, int x, int y)
    {
        bool isEmpty = (index % 3) switch
        {
            1 => y < edge / 4 || y >= edge * 3 / 4,
            2 => Math.Abs(x - edge / 2) < edge / 8 && Math.Abs(y - edge / 2) < edge / 8,
            _ => false,
        };
        if (isEmpty)
            return 0;
        uint hash = unchecked((uint)(index + 1) * 0x9E3779B9) >> 8;
        return 0xFF000000 | (x < edge / 2 ? hash >> 1 & 0x7F7F7F : hash);
    }

    public void Dispose() => Gate.Dispose();
}
