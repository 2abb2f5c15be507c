using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Simd;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>Makes the mover for some register width.</summary>
internal static class UmapMover
{
    /// <summary>
    /// Vertices that are sorted and moved together. Lists of a group are as long as its longest: with 64 vertices a third of the entries
    /// would be filling, with 256 there would be too few chunks for the threads of a small layout.
    /// </summary>
    public const int Chunk = 128;

    public static IUmapMover Create(UmapEdges edges, SimdWidth width) =>
        SimdWidths.Choose<Func<UmapEdges, IUmapMover>>(
            width,
            static edges => new UmapMover<SimdFloat128>(edges),
            static edges => new UmapMover<SimdFloat256Pair>(edges),
            static edges => new UmapMover<SimdFloat512Pair>(edges)
        )(edges);
}

/// <summary>
/// How it works: every lane of the registers follows a head of its own through that head's list for the epoch: for each of its edges that
/// act a pull, then that edge's negatives. A head sees its own moves at once and everyone else's as of the last sub-batch, so what comes
/// out depends neither on threads nor on lanes. What a pull moves the head by is written down, for the tail to move by as much the other
/// way. Lists differ in length: the vertices of a chunk are sorted by it, and shorter lists of a group are filled up with entries of weight
/// 0. Each step waits for the one before, through some 100 cycles of latency, which is why registers come in pairs. The others of a step
/// lie all over the cloud: where positions do not fit the second-level cache, they are fetched some steps ahead.
/// </summary>
internal sealed class UmapMover<TFloat> : IUmapMover
    where TFloat : struct, ISimdVector<TFloat>
{
    private readonly UmapEdges _edges;
    private readonly UmapActions _actions;
    private readonly int _unitBits;
    private readonly int[] _order = new int[UmapMover.Chunk];
    private readonly int[] _lengthStart = new int[LengthClasses + 1];
    private readonly uint[] _keys = new uint[TFloat.Width];
    private readonly int[] _heads = new int[TFloat.Width];
    private readonly int[] _lengths = new int[TFloat.Width];
    private int[] _others = [];
    private float[] _weights = [];
    private float[] _moves = [];

    /// <summary>Lanes of the widest type.</summary>
    private const int MaxLanes = 32;

    /// <summary>Steps by which positions are fetched ahead, where there are more than this many.</summary>
    private const int StepsAhead = 4;
    private const int MaxCached = 32768;

    /// <summary>Heads by which the sums of tails are fetched ahead.</summary>
    private const int HeadsAhead = 2;

    /// <summary>Lengths from this on sort as equal.</summary>
    private const int LengthClasses = 512;

    public UmapMover(UmapEdges edges)
    {
        _edges = edges;
        _actions = new UmapActions(edges, UmapMover.Chunk);
        _unitBits = UmapPulls.BitsFor(edges);
        Pulls = new UmapPulls(edges.Vertices.Length);
    }

    public UmapPulls Pulls { get; }

    private static int GroupSize => TFloat.Width;

    public void Move(UmapEpoch epoch, int first, int end, Vector4[] positions, Vector4[] moved)
    {
        _actions.Find(epoch, first, end);
        SortByLength(end - first);
        for (int group = 0; group < end - first; group += GroupSize)
        {
            int count = Math.Min(GroupSize, end - first - group);
            int steps = FillGroup(epoch, first, group, count);
            if (epoch.Free.Length == 0)
                MoveGroup<NoPins>(epoch, first, group, count, steps, positions, moved);
            else
                MoveGroup<SomePins>(epoch, first, group, count, steps, positions, moved);

            NotePulls(epoch, group, count);
        }
    }

    /// <summary>A counting sort, longest first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SortByLength(int count)
    {
        int[] lengths = _actions.Entries;
        Array.Clear(_lengthStart);
        for (int i = 0; i < count; i++)
            _lengthStart[LengthClasses - Math.Min(lengths[i], LengthClasses - 1)]++;
        for (int c = 0; c < LengthClasses; c++)
            _lengthStart[c + 1] += _lengthStart[c];
        for (int i = 0; i < count; i++)
            _order[_lengthStart[LengthClasses - 1 - Math.Min(lengths[i], LengthClasses - 1)]++] = i;
    }

    /// <summary>
    /// Writes the lists of a group side by side: entry t of its vertex v at t * GroupSize + v. Returns the length of the longest.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int FillGroup(UmapEpoch epoch, int first, int group, int count)
    {
        int size = GroupSize;
        int steps = 0;
        for (int v = 0; v < size; v++)
        {
            int local = v < count ? _order[group + v] : -1;
            _lengths[v] = v < count ? _actions.Entries[local] : 0;
            _heads[v] = first + local;
            _keys[v] = v < count ? CounterRandom.Key(epoch.Seed, (uint)epoch.Index, (uint)_edges.Vertices[first + local]) : 0;
            steps = Math.Max(steps, _lengths[v]);
        }

        if (_others.Length < (steps + StepsAhead) * size)
        {
            // What is fetched ahead is read behind the last step too, and not used.
            _others = new int[(steps + StepsAhead) * size * 2];
            _weights = new float[_others.Length];
            _moves = new float[3 * _others.Length];
        }

        _others.AsSpan(0, steps * size).Fill(-1);
        ref int others = ref MemoryMarshal.GetArrayDataReference(_others);
        for (int v = 0; v < count; v++)
        {
            int at = v;
            int local = _order[group + v];
            for (int action = _actions.Start[local]; action < _actions.Start[local + 1]; action++)
            {
                Unsafe.Add(ref others, at) = _actions.Tails[action];
                at += (1 + _actions.Negatives[action]) * size;
            }
        }

        UmapDraws.Fill(_others, _weights, _keys, _heads, _lengths, steps, _edges.Vertices.Length, epoch.Alpha);
        return steps;
    }

    /// <summary>Notes for the tails what each pull has moved its head by.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void NotePulls(UmapEpoch epoch, int group, int count)
    {
        int size = GroupSize;
        Vector128<float> units = Vector128.Create(MathF.ScaleB(1, _unitBits) / epoch.Alpha);
        ref float moves = ref MemoryMarshal.GetArrayDataReference(_moves);
        bool fetches = _edges.Vertices.Length > MaxCached;
        for (int v = 0; v < count; v++)
        {
            int local = _order[group + v];
            if (fetches && v + HeadsAhead < count)
            {
                int later = _order[group + v + HeadsAhead];
                for (int action = _actions.Start[later]; action < _actions.Start[later + 1]; action++)
                    Pulls.Fetch(_actions.Tails[action]);
            }

            // A step's moves stand x, y, z of all lanes.
            ref float move = ref Unsafe.Add(ref moves, v);
            for (int action = _actions.Start[local]; action < _actions.Start[local + 1]; action++)
            {
                Pulls.Add(
                    _actions.Tails[action],
                    units * Vector128.Create(move, Unsafe.Add(ref move, size), Unsafe.Add(ref move, 2 * size), 0)
                );
                move = ref Unsafe.Add(ref move, 3 * (1 + _actions.Negatives[action]) * size);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MoveGroup<TPins>(UmapEpoch epoch, int first, int group, int count, int steps, Vector4[] positions, Vector4[] moved)
        where TPins : struct, IPins
    {
        int size = GroupSize;
        Span<float> heads = stackalloc float[(TPins.Any ? 4 : 3) * MaxLanes];
        for (int v = 0; v < count; v++)
        {
            Vector4 head = positions[first + _order[group + v]];
            heads[v] = head.X;
            heads[v + size] = head.Y;
            heads[v + (2 * size)] = head.Z;
            if (TPins.Any)
                heads[v + (3 * size)] = epoch.Free[first + _order[group + v]];
        }

        ref float headX = ref heads[0];
        ref float headY = ref heads[size];
        ref float headZ = ref heads[2 * size];
        TFloat x = TFloat.Load(ref headX),
            y = TFloat.Load(ref headY),
            z = TFloat.Load(ref headZ);
        // The weight of a push is negative, and so is its factor here: their product is the repulsion.
        float twoB = 2 * (float)epoch.Curve.B;
        TFloat a = TFloat.Of(epoch.Curve.A),
            b = TFloat.Of(epoch.Curve.B),
            attraction = TFloat.Of(-twoB),
            repulsion = TFloat.Of(-twoB * epoch.Gamma);
        TFloat free = TPins.Any ? TFloat.Load(ref heads[3 * size]) : default;
        ref Vector4 point = ref MemoryMarshal.GetArrayDataReference(positions);
        ref int other = ref MemoryMarshal.GetArrayDataReference(_others);
        ref float entryWeight = ref MemoryMarshal.GetArrayDataReference(_weights);
        ref float move = ref MemoryMarshal.GetArrayDataReference(_moves);
        bool fetches = positions.Length > MaxCached;
        for (int step = 0; step < steps; step++)
        {
            if (fetches)
            {
                ref int ahead = ref Unsafe.Add(ref other, StepsAhead * size);
                for (int lane = 0; lane < size; lane += 4)
                {
                    CachePrefetch.Read(in Unsafe.Add(ref point, Unsafe.Add(ref ahead, lane)));
                    CachePrefetch.Read(in Unsafe.Add(ref point, Unsafe.Add(ref ahead, lane + 1)));
                    CachePrefetch.Read(in Unsafe.Add(ref point, Unsafe.Add(ref ahead, lane + 2)));
                    CachePrefetch.Read(in Unsafe.Add(ref point, Unsafe.Add(ref ahead, lane + 3)));
                }
            }

            TFloat.Gather(in point, in other, out TFloat otherX, out TFloat otherY, out TFloat otherZ);
            TFloat weight = TFloat.Load(in entryWeight);
            TFloat dx = x - otherX,
                dy = y - otherY,
                dz = z - otherZ;
            TFloat squaredDistance = TFloat.MultiplyAdd(dx, dx, TFloat.MultiplyAdd(dy, dy, dz * dz));
            TFloat coefficient = UmapForces<TFloat>.Either(weight, squaredDistance, a, b, attraction, repulsion);
            TFloat moveX = UmapForces<TFloat>.Clip(coefficient * dx) * weight,
                moveY = UmapForces<TFloat>.Clip(coefficient * dy) * weight,
                moveZ = UmapForces<TFloat>.Clip(coefficient * dz) * weight;
            TFloat.Store(moveX, ref move);
            TFloat.Store(moveY, ref Unsafe.Add(ref move, size));
            TFloat.Store(moveZ, ref Unsafe.Add(ref move, 2 * size));
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

        TFloat.Store(x, ref headX);
        TFloat.Store(y, ref headY);
        TFloat.Store(z, ref headZ);
        for (int v = 0; v < count; v++)
            moved[first + _order[group + v]] = new Vector4(heads[v], heads[v + size], heads[v + (2 * size)], 0);
    }

    /// <summary>
    /// Whether some heads are pinned: a type, so that each way is compiled on its own and the usual one has no trace of the other.
    /// </summary>
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
