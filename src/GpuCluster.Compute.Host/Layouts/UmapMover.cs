using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Compute.Host.Knn;
using GpuCluster.Core.Lanes;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>Makes the mover for some register width.</summary>
internal static class UmapMover
{
    /// <summary>Vertices that are sorted and moved together.</summary>
    public const int Chunk = 64;

    public static IUmapMover Create(UmapEdges edges, SimdWidth width) => SimdWidths.Resolve(width) switch
    {
        SimdWidth.Bits512 => new UmapMover<Vector512Lane>(edges),
        SimdWidth.Bits256 => new UmapMover<Vector256PairLane>(edges),
        _ => new UmapMover<Vector128Lane>(edges),
    };
}

/// <summary>
/// How it works: every lane of the registers follows a head of its own through that head's list for the epoch: for each of its edges that act a pull, then that edge's
/// negatives. A head sees its own moves at once and everyone else's as of the last sub-batch, so what comes out depends neither on threads nor on lanes. What
/// a pull moves the head by is written down, for the tail to move by as much the other way. Lists differ in length: the vertices of a chunk are sorted by it, and
/// shorter lists of a group are filled up with entries of weight 0. Each step waits for the one before, through some 100 cycles of latency, which is why
/// registers come in pairs.
/// </summary>
internal sealed class UmapMover<TLane> : IUmapMover
    where TLane : struct, IVectorLane<TLane>
{
    // What an entry does: UmapForces' choice between attraction and repulsion by its sign, nothing at 0.
    private const float Pull = 1;
    private const float Push = -1;

    private readonly UmapEdges _edges;
    private readonly int[] _pullAt;
    private readonly int[] _negatives;
    private readonly int[] _firstAction = new int[UmapMover.Chunk + 1];
    private readonly int[] _length = new int[UmapMover.Chunk];
    private readonly int[] _order = new int[UmapMover.Chunk];
    private readonly int[] _lengthStart = new int[LengthClasses + 1];
    private int[] _others = [];
    private float[] _weights = [];
    private float[] _moves = [];

    /// <summary>Lanes of the widest type.</summary>
    private const int MostLanes = 16;

    /// <summary>Lengths from this on sort as equal.</summary>
    private const int LengthClasses = 512;

    public UmapMover(UmapEdges edges)
    {
        _edges = edges;
        var most = 0;
        for (var place = 0; place < edges.Vertices.Length; place++)
        {
            most = Math.Max(most, edges.RowStart[Math.Min(place + UmapMover.Chunk, edges.Vertices.Length)] - edges.RowStart[place]);
        }

        _pullAt = new int[most];
        _negatives = new int[most];
    }

    private static int GroupSize => TLane.Width;

    public void Move(UmapEpoch epoch, int first, int end, UmapActions actions, Vector4[] positions, Vector4[] moved)
    {
        Measure(epoch, first, end, actions);
        SortByLength(end - first);
        for (var group = 0; group < end - first; group += GroupSize)
        {
            var count = Math.Min(GroupSize, end - first - group);
            var steps = FillGroup(epoch, first, group, count, actions);
            if (epoch.Free.Length == 0) MoveGroup<NoPins>(epoch, first, group, count, steps, positions, moved);
            else MoveGroup<SomePins>(epoch, first, group, count, steps, positions, moved);
            WritePulls(first, group, count, actions);
        }
    }

    /// <summary>How many negatives each action has, and how many entries each head's list.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Measure(UmapEpoch epoch, int first, int end, UmapActions actions)
    {
        var steps = _edges.Steps;
        var count = 0;
        for (var place = first; place < end; place++)
        {
            _firstAction[place - first] = count;
            var length = 0;
            foreach (var edge in actions.Of(place))
            {
                var negatives = UmapSchedule.Negatives(steps[edge], epoch.Index, epoch.Negatives);
                _negatives[count++] = negatives;
                length += 1 + negatives;
            }

            _length[place - first] = length;
        }

        _firstAction[end - first] = count;
    }

    /// <summary>A counting sort, longest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SortByLength(int count)
    {
        Array.Clear(_lengthStart);
        for (var i = 0; i < count; i++) _lengthStart[LengthClasses - Math.Min(_length[i], LengthClasses - 1)]++;
        for (var c = 0; c < LengthClasses; c++) _lengthStart[c + 1] += _lengthStart[c];
        for (var i = 0; i < count; i++) _order[_lengthStart[LengthClasses - 1 - Math.Min(_length[i], LengthClasses - 1)]++] = i;
    }

    /// <summary>Writes the lists of a group side by side: entry t of its vertex v at t * GroupSize + v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FillGroup(UmapEpoch epoch, int first, int group, int count, UmapActions actions)
    {
        var size = GroupSize;
        var steps = 0;
        for (var v = 0; v < count; v++) steps = Math.Max(steps, _length[_order[group + v]]);
        if (_others.Length < steps * size)
        {
            _others = new int[steps * size * 2];
            _weights = new float[steps * size * 2];
            _moves = new float[3 * steps * size * 2];
        }

        // Most entries are pushes: they are written all at once, and the others over them.
        _weights.AsSpan(0, steps * size).Fill(Push);
        for (var v = 0; v < size; v++)
        {
            var at = v < count ? FillList(epoch, first, _order[group + v], v, actions) : v;
            for (; at < steps * size; at += size)
            {
                _others[at] = 0;
                _weights[at] = 0;
            }
        }

        return steps;
    }

    /// <summary>Writes one head's list from <paramref name="at"/> on, an entry every GroupSize; returns where the next entry would stand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FillList(UmapEpoch epoch, int first, int local, int at, UmapActions actions)
    {
        var place = first + local;
        var size = GroupSize;
        var count = _edges.Vertices.Length;
        ref var others = ref MemoryMarshal.GetArrayDataReference(_others);
        var key = CounterRandom.Key(epoch.Seed, (uint)epoch.Index, (uint)_edges.Vertices[place]);
        var draw = 0u;
        var action = _firstAction[local];
        foreach (var edge in actions.Of(place))
        {
            _pullAt[action] = at;
            Unsafe.Add(ref others, at) = _edges.Tails[edge];
            _weights[at] = Pull;
            at += size;
            for (var negative = _negatives[action++]; negative > 0; negative--)
            {
                var other = CounterRandom.Index(CounterRandom.Bits(key, draw++), count);
                Unsafe.Add(ref others, at) = other;
                if (other == place) _weights[at] = 0;
                at += size;
            }
        }

        return at;
    }

    /// <summary>Puts what each pull moved its head by at the edge it went along.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WritePulls(int first, int group, int count, UmapActions actions)
    {
        var size = GroupSize;
        for (var v = 0; v < count; v++)
        {
            var local = _order[group + v];
            var action = _firstAction[local];
            foreach (var edge in actions.Of(first + local))
            {
                // Entry at lies in step at / size, lane at % size; a step's moves stand x, y, z of all lanes.
                var at = _pullAt[action++];
                var x = (3 * at) - (2 * v);
                actions.SetPull(edge, new Vector4(_moves[x], _moves[x + size], _moves[x + (2 * size)], 0));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MoveGroup<TPins>(UmapEpoch epoch, int first, int group, int count, int steps, Vector4[] positions, Vector4[] moved)
        where TPins : struct, IPins
    {
        var size = GroupSize;
        Span<float> heads = stackalloc float[(TPins.Any ? 4 : 3) * MostLanes];
        for (var v = 0; v < count; v++)
        {
            var head = positions[first + _order[group + v]];
            heads[v] = head.X;
            heads[v + size] = head.Y;
            heads[v + (2 * size)] = head.Z;
            if (TPins.Any) heads[v + (3 * size)] = epoch.Free[first + _order[group + v]];
        }

        ref var headX = ref heads[0];
        ref var headY = ref heads[size];
        ref var headZ = ref heads[2 * size];
        TLane x = TLane.Load(ref headX), y = TLane.Load(ref headY), z = TLane.Load(ref headZ);
        TLane a = TLane.Of(epoch.Curve.A), b = TLane.Of(epoch.Curve.B), gamma = TLane.Of(epoch.Gamma), alpha = TLane.Of(epoch.Alpha);
        var free = TPins.Any ? TLane.Load(ref heads[3 * size]) : default;
        ref var point = ref MemoryMarshal.GetArrayDataReference(positions);
        ref var other = ref MemoryMarshal.GetArrayDataReference(_others);
        ref var entryWeight = ref MemoryMarshal.GetArrayDataReference(_weights);
        ref var move = ref MemoryMarshal.GetArrayDataReference(_moves);
        for (var step = 0; step < steps; step++)
        {
            TLane.Gather(in point, in other, out var otherX, out var otherY, out var otherZ);
            var weight = TLane.Load(in entryWeight);
            TLane dx = x - otherX, dy = y - otherY, dz = z - otherZ;
            var squaredDistance = TLane.MultiplyAdd(dx, dx, TLane.MultiplyAdd(dy, dy, dz * dz));
            var coefficient = UmapForces<TLane>.Either(weight, squaredDistance, a, b, gamma);
            var length = alpha * TLane.Max(weight, TLane.Of(0) - weight);
            TLane moveX = UmapForces<TLane>.Clip(coefficient * dx) * length, moveY = UmapForces<TLane>.Clip(coefficient * dy) * length, moveZ = UmapForces<TLane>.Clip(coefficient * dz) * length;
            TLane.Store(moveX, ref move);
            TLane.Store(moveY, ref Unsafe.Add(ref move, size));
            TLane.Store(moveZ, ref Unsafe.Add(ref move, 2 * size));
            if (TPins.Any)
            {
                // What a pinned head's pull would have moved it by still counts for the tail.
                x += moveX * free;
                y += moveY * free;
                z += moveZ * free;
            }
            else
            {
                x += moveX;
                y += moveY;
                z += moveZ;
            }

            move = ref Unsafe.Add(ref move, 3 * size);
            other = ref Unsafe.Add(ref other, size);
            entryWeight = ref Unsafe.Add(ref entryWeight, size);
        }

        TLane.Store(x, ref headX);
        TLane.Store(y, ref headY);
        TLane.Store(z, ref headZ);
        for (var v = 0; v < count; v++) moved[first + _order[group + v]] = new Vector4(heads[v], heads[v + size], heads[v + (2 * size)], 0);
    }

    /// <summary>Whether some heads are pinned: a type, so that each way is compiled on its own and the usual one has no trace of the other.</summary>
    private interface IPins
    {
        static abstract bool Any { get; }
    }

    private readonly struct NoPins : IPins
    {
        public static bool Any => false;
    }

    private readonly struct SomePins : IPins
    {
        public static bool Any => true;
    }
}
