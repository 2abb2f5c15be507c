using System.Numerics;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>
/// UMAP's optimisation on the host. How it works: an epoch is a few sub-batches; in each, the owner of a vertex applies all the vertex's actions in sequence against
/// the positions of the last sub-batch, so threads share no write and any number of them gives the same bits. Positions stand twice: a sub-batch reads one
/// copy and writes the other, where it also brings what the sub-batch before had moved; one meeting of the threads after each sub-batch is then enough.
/// Applying all forces of an epoch at once to one frozen state would throw points far out; in sequence, each action sees what the one before has done.
/// </summary>
public sealed class HostUmapStepper : ILayoutStepper
{
    private readonly UmapEdges _edges;
    private readonly UmapOptions _options;
    private readonly UmapCurve _curve;
    private readonly Layout _initial;
    private readonly Vector4[][] _positions;
    private readonly IUmapMover[] _movers;
    private readonly int[] _nextChunk;
    private readonly WorkerTeam _team;
    private readonly Action<int> _work;
    private readonly int[] _places;
    private UmapEpoch _epoch;
    private int _current;

    /// <param name="graph">n vertices; its edges in both directions.</param>
    /// <param name="initial">n x dims, where the points start.</param>
    /// <param name="options">What the user set.</param>
    /// <param name="threads">Threads in all, 1 or more.</param>
    public HostUmapStepper(LayoutGraph graph, Layout initial, UmapOptions options, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(initial.Count, graph.Count, nameof(initial));
        ArgumentOutOfRangeException.ThrowIfLessThan(initial.Dims, 2, nameof(initial));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(initial.Dims, 3, nameof(initial));
        _options = options;
        _initial = initial;
        _curve = UmapCurve.Fit(options.MinDist, options.Spread);
        Epochs = options.EpochsFor(graph.Count);
        _edges = new UmapEdges(graph, Epochs);
        _places = new int[graph.Count];
        for (var place = 0; place < _places.Length; place++) _places[_edges.Vertices[place]] = place;
        _positions = [new Vector4[graph.Count], new Vector4[graph.Count]];
        // More threads than chunks of a sub-batch would find nothing to do.
        threads = Math.Clamp(threads, 1, Math.Max(1, (_edges.SubBatchStart[1] + UmapMover.Chunk - 1) / UmapMover.Chunk));
        _movers = new IUmapMover[threads];
        for (var thread = 0; thread < threads; thread++) _movers[thread] = UmapMover.Create(_edges);
        _nextChunk = new int[_edges.SubBatchStart.Length - 1];
        _epoch = EpochAt(0);
        _work = RunEpoch;
        _team = new WorkerTeam(threads);
        Restart();
    }

    public int Count => _initial.Count;

    public int Dims => _initial.Dims;

    public int Epoch { get; private set; }

    public int Epochs { get; }

    public void Step()
    {
        if (Epoch >= Epochs) return;
        _epoch = EpochAt(Epoch);
        if (_edges.Count > 0 && Epoch > 0)
        {
            Array.Clear(_nextChunk);
            _team.Run(_work);
            _current = (_current + _nextChunk.Length) & 1;
        }

        Epoch++;
    }

    public void WritePositions(Span<Vector4> positions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(positions.Length, Count, nameof(positions));
        var current = _positions[_current];
        for (var vertex = 0; vertex < _places.Length; vertex++) positions[vertex] = current[_places[vertex]];
    }

    public Layout Read()
    {
        var values = new float[Count * Dims];
        var current = _positions[_current];
        for (var vertex = 0; vertex < Count; vertex++)
        {
            var position = current[_places[vertex]];
            for (var d = 0; d < Dims; d++) values[(vertex * Dims) + d] = position[d];
        }

        return new Layout(Count, Dims, values);
    }

    public void Restart()
    {
        Epoch = 0;
        _current = 0;
        for (var vertex = 0; vertex < Count; vertex++)
        {
            var at = _initial.Of(vertex);
            _positions[0][_places[vertex]] = new Vector4(at[0], at[1], Dims == 3 ? at[2] : 0, 0);
        }

        _positions[0].CopyTo(_positions[1], 0);
    }

    public void Dispose() => _team.Dispose();

    private UmapEpoch EpochAt(int index) => new(
        index, _options.Seed, _options.NegativeSamples, UmapSchedule.Alpha(_options.LearningRate, index, Epochs), _curve, (float)_options.Repulsion);

    private void RunEpoch(int thread)
    {
        var epoch = _epoch;
        var mover = _movers[thread];
        var subBatches = _nextChunk.Length;
        for (var batch = 0; batch < subBatches; batch++)
        {
            var read = _positions[(_current + batch) & 1];
            var write = _positions[(_current + batch + 1) & 1];
            var before = (batch + subBatches - 1) % subBatches;
            while (true)
            {
                var offset = (Interlocked.Increment(ref _nextChunk[batch]) - 1) * UmapMover.Chunk;
                var (first, end) = ChunkOf(batch, offset);
                var (copyFirst, copyEnd) = ChunkOf(before, offset);
                if (first >= end && copyFirst >= copyEnd) break;
                if (copyFirst < copyEnd && before != batch) Array.Copy(read, copyFirst, write, copyFirst, copyEnd - copyFirst);
                if (first < end) mover.Move(epoch, first, end, read, write);
            }

            _team.Meet();
        }
    }

    private (int First, int End) ChunkOf(int batch, int offset)
    {
        var end = _edges.SubBatchStart[batch + 1];
        var first = Math.Min(_edges.SubBatchStart[batch] + offset, end);
        return (first, Math.Min(first + UmapMover.Chunk, end));
    }
}
