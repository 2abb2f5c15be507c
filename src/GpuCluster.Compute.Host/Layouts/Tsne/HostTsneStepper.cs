using System.Numerics;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Simd;
using GpuCluster.Core.Streaming;

namespace GpuCluster.Compute.Host.Layouts.Tsne;

/// <summary>
/// t-SNE's gradient descent on the host, one iteration an epoch. How it works: one thread sorts the points along a curve and builds the
/// tree; then all sum what pushes each group of points, and, once the sum over all pairs is known, what pulls each point, and move it; last
/// the cloud is centred. Of many points the tree is built in every fourth epoch after exaggeration, and what far cells push is kept in
/// between, as it changes little (multiple time steps: Tuckerman, Berne and Martyna 1992); near points push from where they are. Each value
/// has one writer and sums over points go in a fixed order, so any number of threads gives the same bits.
/// </summary>
public sealed class HostTsneStepper : ITsneStepper
{
    /// <summary>Points that one thread moves at a time.</summary>
    private const int Chunk = 256;

    private readonly LayoutGraph _graph;
    private readonly Layout _initial;
    private readonly TsneCourse _course;
    private readonly WorkerTeam _team;
    private readonly ITsneRepulsion[] _repulsions;
    private readonly BarnesHutTree _tree;
    private readonly Vector4[] _positions;
    private readonly Vector4[] _moved;
    private readonly Vector4[] _velocities;
    private readonly Vector4[] _gains;
    private readonly Vector4[] _pushes;
    private readonly Vector4[] _walkedFrom;
    private readonly TsneWalks _walks;
    private bool _hasWalked;
    private bool _areWalksLost;
    private int _nextGroup;
    private int _nextChunk;
    private double _sum;

    /// <param name="graph">n vertices; joint probabilities that add up to 1, both directions.</param>
    /// <param name="initial">n x dims, where the points start; small, as t-SNE wants it.</param>
    /// <param name="options">What the user set.</param>
    /// <param name="threads">Threads in all, 1 or more.</param>
    public HostTsneStepper(LayoutGraph graph, Layout initial, TsneOptions options, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(initial.Count, graph.Count, nameof(initial));
        ArgumentOutOfRangeException.ThrowIfNotEqual(initial.Dims, options.Dims, nameof(initial));
        _graph = graph;
        _initial = initial;
        _course = new TsneCourse(options);
        _positions = new Vector4[graph.Count];
        _moved = new Vector4[graph.Count];
        _velocities = new Vector4[graph.Count];
        _gains = new Vector4[graph.Count];
        _pushes = new Vector4[graph.Count];
        _walkedFrom = new Vector4[graph.Count];
        _walks = new TsneWalks(graph.Count);
        _tree = new BarnesHutTree(graph.Count);
        _team = new WorkerTeam(Math.Clamp(threads, 1, Math.Max(1, graph.Count / Chunk)));
        _repulsions = new ITsneRepulsion[_team.Threads];
        for (int thread = 0; thread < _repulsions.Length; thread++)
            _repulsions[thread] = Dims == 2 ? TsneRepulsion.Create<PlaneKernel>() : TsneRepulsion.Create<SpaceKernel>();
        Restart();
    }

    public int Count => _graph.Count;

    public int Dims => _initial.Dims;

    public int Epoch => _course.Epoch;

    public int Epochs => _course.Epochs;

    public TsneOptions Options => _course.Options;

    private float ThetaSquared => (float)(Options.Theta * Options.Theta);

    public void Step()
    {
        if (Epoch >= Epochs)
            return;
        if (Count > 1)
        {
            if (_course.BeginsFresh)
                Rest();
            Push();
            _nextChunk = 0;
            _team.Run(Dims == 2 ? Move<PlaneKernel> : Move<SpaceKernel>);
            Centre();
        }

        _course.Advance();
    }

    /// <inheritdoc/>
    /// <remarks>The sum over all pairs in q is approximated as the optimisation's, by a tree of the present positions.</remarks>
    public double Divergence()
    {
        if (Count < 2)
            return 0;
        PushAll();
        return TsneDivergence.Of(_graph, _positions, Dims, _sum);
    }

    public void WriteTo(IPositionTarget target) => _positions.CopyTo(target.Positions);

    public Layout Read() => Layout.FromPositions(_positions, Dims);

    public void Restart()
    {
        _course.Restart();
        for (int vertex = 0; vertex < Count; vertex++)
            _positions[vertex] = _initial.PositionOf(vertex);
        _hasWalked = false;
        Rest();
    }

    public void Steer(TsneOptions options)
    {
        _hasWalked &= options.Theta.Equals(Options.Theta);
        _course.Steer(options);
    }

    public void Continue(int epochs)
    {
        _course.Continue(epochs);
        _hasWalked = false;
        Rest();
    }

    public LayoutMoment Keep() =>
        _course.Keep(
            LayoutMoment.Of(this) with
            {
                Velocities = [.. _velocities],
                Gains = [.. _gains],
                WalkedFrom = _hasWalked && !_course.Walks(Count) ? [.. _walkedFrom] : [],
            }
        );

    public void GoBackTo(LayoutMoment moment)
    {
        _course.GoBackTo(moment, Count);
        _hasWalked = _areWalksLost = moment.WalkedFrom.Length > 0;
        moment.WalkedFrom.CopyTo(_walkedFrom, 0);
        moment.Positions.CopyTo(_positions, 0);
        moment.Velocities.CopyTo(_velocities, 0);
        moment.Gains.CopyTo(_gains, 0);
    }

    public void Dispose() => _team.Dispose();

    /// <summary>Forgets what moved how.</summary>
    private void Rest()
    {
        Array.Clear(_velocities);
        Array.Fill(_gains, Vector4.One);
    }

    /// <summary>Sums what pushes each point, and the similarity of all ordered pairs, as the schedule of walks has it.</summary>
    private void Push()
    {
        if (_course.KeepsWalks(Count))
            PushNear();
        else
            PushAll();
    }

    /// <summary>Of a new tree, which no kept walk belongs to.</summary>
    private void PushAll()
    {
        _areWalksLost = true;
        _tree.Build(_positions);
        Run(WalkAndForget);
        SumUp();
    }

    /// <summary>Near points where they are, far cells as of the last walk.</summary>
    private void PushNear()
    {
        bool walks = !_hasWalked || _course.Walks(Count);
        if (walks)
            _positions.CopyTo(_walkedFrom, 0);
        if (walks || _areWalksLost)
        {
            _tree.Build(_walkedFrom);
            Run(WalkGroups);
        }

        (_hasWalked, _areWalksLost) = (true, false);
        _tree.MovePoints(_positions);
        Run(PushGroups);
        SumUp();
    }

    private void SumUp()
    {
        double sum = 0.0;
        foreach (Vector4 push in _pushes)
            sum += push.W;
        _sum = Math.Max(sum, TsneLimits.MinSum * Count);
    }

    /// <summary>Lets all threads work on groups.</summary>
    private void Run(Action<int> work)
    {
        _nextGroup = 0;
        _team.Run(work);
    }

    private void WalkAndForget(int thread)
    {
        while (TryTakeGroup(out int group))
            _repulsions[thread].PushAll(_tree, group, ThetaSquared, _pushes);
    }

    private void WalkGroups(int thread)
    {
        while (TryTakeGroup(out int group))
            _repulsions[thread].Walk(_tree, group, ThetaSquared, _walks);
    }

    private void PushGroups(int thread)
    {
        while (TryTakeGroup(out int group))
            _repulsions[thread].Push(_tree, group, _walks, _pushes);
    }

    private bool TryTakeGroup(out int group) => (group = Interlocked.Increment(ref _nextGroup) - 1) < _walks.Near.Length;

    private void Move<TKernel>(int thread)
        where TKernel : struct, ITsneKernel
    {
        float exaggeration = (float)_course.Exaggeration;
        SimdFloat128 momentum = SimdFloat128.Of(_course.Momentum);
        SimdFloat128 learningRate = SimdFloat128.Of(_course.LearningRate(Count));
        SimdFloat128 inverseSum = SimdFloat128.Of(1 / _sum);
        int first;
        while ((first = (Interlocked.Increment(ref _nextChunk) - 1) * Chunk) < Count)
        {
            for (int vertex = first; vertex < Math.Min(Count, first + Chunk); vertex++)
            {
                // A lane for each coordinate; those that the layout does not have stay 0.
                Vector4 pull = exaggeration * TsneAttraction.Pull<TKernel>(_graph, vertex, _positions);
                Vector4 push = _pushes[vertex] with { W = 0 };
                SimdFloat128 velocity = new(_velocities[vertex].AsVector128());
                SimdFloat128 gradient = TsneForces<SimdFloat128, TKernel>.Gradient(
                    new(pull.AsVector128()),
                    new(push.AsVector128()),
                    inverseSum
                );
                SimdFloat128 gain = TsneForces<SimdFloat128, TKernel>.Gain(new(_gains[vertex].AsVector128()), velocity, gradient);
                _gains[vertex] = gain.Value.AsVector4();
                _velocities[vertex] = TsneForces<SimdFloat128, TKernel>
                    .Velocity(momentum, velocity, learningRate, gain, gradient)
                    .Value.AsVector4();
                _moved[vertex] = _positions[vertex] + _velocities[vertex];
            }
        }
    }

    /// <summary>Takes over what moved, about a mean of zero: distances alone count, and floats are finest there.</summary>
    private void Centre()
    {
        double x = 0,
            y = 0,
            z = 0;
        foreach (Vector4 at in _moved)
        {
            x += at.X;
            y += at.Y;
            z += at.Z;
        }

        Vector4 mean = new((float)(x / Count), (float)(y / Count), (float)(z / Count), 0);
        for (int vertex = 0; vertex < Count; vertex++)
            _positions[vertex] = _moved[vertex] - mean;
    }
}
