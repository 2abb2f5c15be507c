using System.Numerics;
using System.Runtime.CompilerServices;
using GpuCluster.Compute.Host.Layouts.Tsne;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>
/// UMAP's optimisation on the host. How it works: umap-learn goes through the heads one after the other; each edge that acts pulls its head
/// and its tail towards each other, and pushes the head away from points drawn at random. Here an epoch is a few sub-batches. In each,
/// first the owner of every head of the sub-batch applies the head's actions in sequence, against everyone else as of the last sub-batch,
/// and adds what each pull moved the head by to its tail's sum; then the owner of every vertex moves it by what it received as a tail. So
/// each position has one writer, the sums are of whole numbers (<see cref="UmapPulls"/>), any number of threads gives the same bits, and
/// both ends of an edge move, which matters: where each end only approaches a resting other, clusters come out too tight and are torn apart
/// (the loss of 2,000 digits was 26 % higher along edges; with tails moved it is within 2 % of umap-learn's). Applying all forces of an
/// epoch at once to one frozen state would throw points far out; in sequence, each action sees what the one before has done.
/// </summary>
public sealed class HostUmapStepper : IUmapStepper
{
    private readonly UmapCourse _course;
    private readonly UmapPins _pins;
    private readonly UmapLossSum _loss;
    private readonly Vector4[] _positions;
    private readonly Vector4[] _moved;
    private readonly IUmapMover[] _movers;
    private readonly int[] _nextChunk;
    private readonly WorkerTeam _team;
    private readonly Action<int> _work;
    private readonly int[] _places;
    private readonly int[] _order;
    private readonly SimdWidth _width;
    private UmapEdges _edges;
    private readonly UmapPulls[] _pulls;
    private int _unitBits;
    private UmapEpoch _epoch;

    /// <summary>Places that a thread moves as tails at a time.</summary>
    private const int TailChunk = 2048;

    /// <summary>Vertices to which their order does not matter: their positions and sums take half a megabyte.</summary>
    private const int MaxUnordered = 16384;

    /// <param name="graph">n vertices; its edges in both directions.</param>
    /// <param name="initial">n x dims, where the points start.</param>
    /// <param name="options">What the user set.</param>
    /// <param name="threads">Threads in all, 1 or more.</param>
    /// <param name="reached">Where an earlier stepper of the same graph and options stopped, to go on there; null: epoch 0.</param>
    /// <param name="width">Registers to compute forces in.</param>
    public HostUmapStepper(
        LayoutGraph graph,
        Layout initial,
        UmapOptions options,
        int threads,
        UmapProgress? reached = null,
        SimdWidth width = SimdWidth.Widest
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _course = new UmapCourse(graph, initial, options);
        _width = width;
        _order = OrderOf(initial);
        _edges = new UmapEdges(graph, Epochs, _order);
        _places = _edges.Places;
        _positions = new Vector4[graph.Count];
        _moved = new Vector4[graph.Count];
        // More threads than chunks of a sub-batch would find nothing to do.
        threads = Math.Clamp(threads, 1, Math.Max(1, (_edges.SubBatchStart[1] + UmapMover.Chunk - 1) / UmapMover.Chunk));
        _movers = new IUmapMover[threads];
        _pulls = new UmapPulls[threads];
        MakeMovers();
        _nextChunk = new int[2 * SubBatches];
        _pins = new UmapPins(_places);
        _loss = new UmapLossSum(graph, _places);
        _epoch = NextEpoch();
        _work = RunEpoch;
        _team = new WorkerTeam(threads);
        Restart();
        if (reached is not null)
            Resume(reached);
    }

    public int Count => Initial.Count;

    public int Dims => Initial.Dims;

    public int Epoch => _course.Epoch;

    public int Epochs => _course.Epochs;

    public LayoutGraph Graph => _course.Graph;

    public Layout Initial => _course.Initial;

    public UmapOptions Options => _course.Options;

    private int SubBatches => _edges.SubBatchStart.Length - 1;

    public void Step()
    {
        if (Epoch >= Epochs)
            return;
        _epoch = NextEpoch();
        if (_edges.Count > 0 && Epoch > 0)
        {
            Array.Clear(_nextChunk);
            _team.Run(_work);
        }

        _course.Advance();
    }

    public void WriteTo(IPositionTarget target)
    {
        Span<Vector4> positions = target.Positions;
        ArgumentOutOfRangeException.ThrowIfLessThan(positions.Length, Count, nameof(target));
        for (int vertex = 0; vertex < _places.Length; vertex++)
            positions[vertex] = _positions[_places[vertex]];
    }

    public Layout Read()
    {
        Vector4[] positions = new Vector4[Count];
        WriteTo(new HostPositions(positions));
        return Layout.FromPositions(positions, Dims);
    }

    public void Restart()
    {
        if (_course.Restart())
            MakeEdges();
        for (int vertex = 0; vertex < Count; vertex++)
            _positions[_places[vertex]] = Initial.PositionOf(vertex);

        _pins.HoldAt(_positions);
    }

    public void Steer(UmapOptions options) => _course.Steer(options);

    public void Continue(int epochs)
    {
        if (_course.Continue(epochs))
            MakeEdges();
    }

    public LayoutMoment Keep() => LayoutMoment.Of(this);

    public void GoBackTo(LayoutMoment moment) => Resume(UmapProgress.Of(moment, Dims));

    public void Move(ReadOnlySpan<int> points, ReadOnlySpan<Vector3> positions)
    {
        PointChoice.ThrowIfInvalid(points, Count, positions);
        for (int i = 0; i < points.Length; i++)
            _positions[_places[points[i]]] = new Vector4(positions[i].X, positions[i].Y, Dims == 3 ? positions[i].Z : 0, 0);
        _pins.HoldAt(_positions);
    }

    public void Pin(ReadOnlySpan<int> points)
    {
        PointChoice.ThrowIfInvalid(points, Count);
        _pins.Set(points, _positions);
    }

    public LayoutLoss Loss() => _loss.Of(_positions, Options, _course.Curve, _team);

    public void Dispose() => _team.Dispose();

    /// <summary>The vertices along a curve through where they start; empty where all of them fit the processor's caches anyway.</summary>
    internal static int[] OrderOf(Layout initial)
    {
        if (initial.Count <= MaxUnordered)
            return [];
        Vector4[] at = new Vector4[initial.Count];
        for (int vertex = 0; vertex < at.Length; vertex++)
            at[vertex] = initial.PositionOf(vertex);
        MortonOrder order = new(at.Length);
        order.Sort(at);
        return [.. order.Points];
    }

    private UmapEpoch NextEpoch() =>
        new(Epoch, Options.Seed, Options.NegativeSamples, _course.Alpha, _course.Curve, (float)Options.Repulsion) { Free = _pins.Free };

    private void Resume(UmapProgress reached)
    {
        if (_course.Resume(reached))
            MakeEdges();
        reached.Place(this);
    }

    /// <summary>Makes the edges for another number of epochs.</summary>
    private void MakeEdges()
    {
        _edges = new UmapEdges(Graph, Epochs, _order);
        MakeMovers();
    }

    private void MakeMovers()
    {
        _unitBits = UmapPulls.BitsFor(_edges);
        for (int thread = 0; thread < _movers.Length; thread++)
        {
            _movers[thread] = UmapMover.Create(_edges, _width);
            _pulls[thread] = _movers[thread].Pulls;
        }
    }

    private void RunEpoch(int thread)
    {
        UmapEpoch epoch = _epoch;
        IUmapMover mover = _movers[thread];
        for (int batch = 0; batch < SubBatches; batch++)
        {
            (int start, int stop) = (_edges.SubBatchStart[batch], _edges.SubBatchStart[batch + 1]);
            int first,
                end;
            while (NextChunk(2 * batch, start, stop, UmapMover.Chunk, out first, out end))
                mover.Move(epoch, first, end, _positions, _moved);
            _team.Meet();
            while (NextChunk((2 * batch) + 1, 0, Count, TailChunk, out first, out end))
            {
                MoveTails(epoch, first, end, start, stop);
                _pins.PutBack(_positions, first, end);
            }

            _team.Meet();
        }
    }

    /// <summary>
    /// Brings over what the heads of a sub-batch, at places <paramref name="start"/> to <paramref name="stop"/> - 1, moved: themselves and
    /// their tails.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MoveTails(UmapEpoch epoch, int first, int end, int start, int stop)
    {
        ReadOnlySpan<UmapPulls> pulls = _pulls;
        float unit = epoch.Alpha * MathF.ScaleB(1, -_unitBits);
        for (int place = first; place < end; place++)
        {
            Vector4 head = place >= start && place < stop ? _moved[place] : _positions[place];
            _positions[place] = head + (unit * UmapPulls.Take(pulls, place));
        }
    }

    /// <summary>Takes the next chunk of a phase's places.</summary>
    private bool NextChunk(int phase, int start, int stop, int size, out int first, out int end)
    {
        first = Math.Min(start + ((Interlocked.Increment(ref _nextChunk[phase]) - 1) * size), stop);
        end = Math.Min(first + size, stop);
        return first < end;
    }
}
