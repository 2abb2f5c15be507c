using System.Numerics;
using System.Runtime.CompilerServices;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>
/// Which edges act in the epoch at hand, row by row, and what the pulls of the sub-batch at hand have moved their heads by. Shared by the threads of a stepper: each
/// row is listed and consumed by one of them at a time.
/// </summary>
internal sealed class UmapActions(UmapEdges edges)
{
    private readonly int[] _acting = new int[edges.Count];
    private readonly int[] _end = new int[edges.Vertices.Length];
    private readonly int[] _received = new int[edges.Vertices.Length];
    private readonly Vector4[] _pulls = new Vector4[edges.MostEdgesInSubBatch];
    private int _firstEdge;

    /// <summary>The acting edges of a place, tails ascending.</summary>
    public ReadOnlySpan<int> Of(int place) => _acting.AsSpan(edges.RowStart[place], _end[place] - edges.RowStart[place]);

    /// <summary>Lists the acting edges of places <paramref name="first"/> to <paramref name="end"/> - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void List(int epoch, int first, int end)
    {
        var steps = edges.Steps;
        var acting = _acting;
        var rowStart = edges.RowStart;
        for (var place = first; place < end; place++)
        {
            var count = rowStart[place];
            var endOfRow = rowStart[place + 1];
            for (var edge = count; edge < endOfRow; edge++)
            {
                // Which edges act is as good as random: listed without a branch, as a third of the guesses would be wrong.
                var acts = UmapSchedule.Fires(steps[edge], epoch);
                acting[count] = acts ? edge : acting[count];
                count += acts ? 1 : 0;
            }

            _end[place] = count;
            _received[place] = rowStart[place];
        }
    }

    /// <summary>Says whose pulls are noted from now on. One thread, while the others wait.</summary>
    public void BeginSubBatch(int batch) => _firstEdge = edges.RowStart[edges.SubBatchStart[batch]];

    /// <summary>Notes what a pull has moved its head by.</summary>
    public void SetPull(int edge, Vector4 move) => _pulls[edge - _firstEdge] = move;

    /// <summary>What the heads of a sub-batch move a tail by, summed in the order of their places. Each sub-batch of an epoch is asked for once, in turn.</summary>
    /// <param name="place">The tail.</param>
    /// <param name="endOfBatch">The place after the sub-batch's last.</param>
    public Vector4 Receive(int place, int endOfBatch)
    {
        var sum = Vector4.Zero;
        var next = _received[place];
        for (; next < _end[place] && edges.Tails[_acting[next]] < endOfBatch; next++) sum -= _pulls[edges.Reverse[_acting[next]] - _firstEdge];
        _received[place] = next;
        return sum;
    }
}
