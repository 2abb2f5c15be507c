using System.Numerics;
using System.Runtime.CompilerServices;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>
/// Which edges act in the epoch at hand, and what their pulls have moved the heads by. Shared by the threads of a stepper: each row is listed and consumed by one of
/// them at a time. A pull is noted where its tail will look: at the same edge in the tail's own row, so that writing is scattered and reading is not.
/// </summary>
internal sealed class UmapActions(UmapEdges edges)
{
    private readonly int _subBatches = edges.SubBatchStart.Length - 1;
    private readonly int[] _acting = new int[edges.Count];
    private readonly int[] _end = new int[edges.SegmentStart.Length - 1];
    private readonly Vector4[] _pulls = new Vector4[edges.Count];

    /// <summary>The acting edges of a place, tails ascending.</summary>
    public ReadOnlySpan<int> Of(int place) => _acting.AsSpan(edges.RowStart[place], _end[(place * _subBatches) + _subBatches - 1] - edges.RowStart[place]);

    /// <summary>Lists the acting edges of places <paramref name="first"/> to <paramref name="end"/> - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void List(int epoch, int first, int end)
    {
        var steps = edges.Steps;
        var acting = _acting;
        var segmentStart = edges.SegmentStart;
        var count = 0;
        for (var segment = first * _subBatches; segment < end * _subBatches; segment++)
        {
            if (segment % _subBatches == 0) count = segmentStart[segment];
            var endOfSegment = segmentStart[segment + 1];
            for (var edge = segmentStart[segment]; edge < endOfSegment; edge++)
            {
                // Which edges act is as good as random: listed without a branch, as a third of the guesses would be wrong.
                var acts = UmapSchedule.Fires(steps[edge], epoch);
                acting[count] = acts ? edge : acting[count];
                count += acts ? 1 : 0;
            }

            _end[segment] = count;
        }
    }

    /// <summary>Notes what a pull along an edge has moved its head by.</summary>
    public void SetPull(int edge, Vector4 move) => _pulls[edges.Reverse[edge]] = move;

    /// <summary>What the heads of a sub-batch move a tail by, summed in the order of their places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector4 Receive(int place, int batch)
    {
        var segment = (place * _subBatches) + batch;
        var end = _end[segment];
        var sum = Vector4.Zero;
        for (var next = batch == 0 ? edges.RowStart[place] : _end[segment - 1]; next < end; next++) sum -= _pulls[_acting[next]];
        return sum;
    }
}
