using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Simd;

namespace GpuCluster.Compute.Host.Layouts.Tsne;

/// <summary>How points push each other apart, a group at a time. One object a thread.</summary>
internal interface ITsneRepulsion
{
    /// <summary>Walks through the tree for one group, and sums what pushes its points; nothing is kept.</summary>
    /// <param name="tree">Built of the present positions.</param>
    /// <param name="group">Points <see cref="TsneRepulsion.GroupPoints"/> x group and on, along the tree's curve.</param>
    /// <param name="thetaSquared">The square of <see cref="TsneOptions.Theta"/>.</param>
    /// <param name="pushes">Receives, by point: the sum of w² (y_i - y_j) in x, y and z, and the sum of w over all others in w.</param>
    void PushAll(BarnesHutTree tree, int group, float thetaSquared, Vector4[] pushes);

    /// <summary>Walks through the tree for one group: sums what its far cells push, and lists its near points.</summary>
    /// <param name="tree">Built of the present positions.</param>
    /// <param name="group">As in <see cref="PushAll"/>.</param>
    /// <param name="thetaSquared">The square of <see cref="TsneOptions.Theta"/>.</param>
    /// <param name="walks">Receives the group's part.</param>
    void Walk(BarnesHutTree tree, int group, float thetaSquared, TsneWalks walks);

    /// <summary>Sums what pushes the points of one group: near points where they are now, far cells as of the group's last walk.</summary>
    /// <param name="tree">The tree of that walk, its points at the present positions.</param>
    /// <param name="group">As in <see cref="PushAll"/>.</param>
    /// <param name="walks">The groups' last walks.</param>
    /// <param name="pushes">As in <see cref="PushAll"/>.</param>
    void Push(BarnesHutTree tree, int group, TsneWalks walks, Vector4[] pushes);
}

/// <summary>Makes the summation for the widest registers the processor has.</summary>
internal static class TsneRepulsion
{
    /// <summary>Points that share a walk through the tree: the lanes of the widest register.</summary>
    public const int GroupPoints = 16;

    public static ITsneRepulsion Create<TKernel>()
        where TKernel : struct, ITsneKernel
    {
        if (Vector512.IsHardwareAccelerated)
            return new TsneRepulsion<SimdFloat512, TKernel>();
        return Vector256.IsHardwareAccelerated
            ? new TsneRepulsion<SimdFloat256Pair, TKernel>()
            : new TsneRepulsion<SimdFloat128, TKernel>();
    }
}

/// <summary>
/// How it works: sixteen points that follow each other along the curve are near each other, so the cells that are far from their bounding
/// box are far from each of them (Barnes and Hut 1986; for t-SNE van der Maaten 2014). One walk lists the far cells, and the points of
/// leaves that are not far; then every lane sums the list for a point of its own. With theta 0 all points are near: the exact sum.
/// </summary>
internal sealed class TsneRepulsion<TFloat, TKernel> : ITsneRepulsion
    where TFloat : struct, ISimdVector<TFloat>
    where TKernel : struct, ITsneKernel
{
    private readonly float[] _lanes = new float[4 * TsneRepulsion.GroupPoints];
    private Vector4[] _sources = new Vector4[1024];

    public void PushAll(BarnesHutTree tree, int group, float thetaSquared, Vector4[] pushes)
    {
        int first = group * TsneRepulsion.GroupPoints;
        Span<Vector4> points = Points(tree, group);
        ReadOnlySpan<PlaceRange> all = [new PlaceRange(0, List(tree, points, thetaSquared, null))];
        for (int part = 0; part < points.Length; part += TFloat.Width)
        {
            int length = Math.Min(points.Length - part, TFloat.Width);
            Sum(points.Slice(part, length), _sources, all);
            for (int lane = 0; lane < length; lane++)
                pushes[tree.Points[first + part + lane]] = SumOf(lane) - Vector4.UnitW;
        }
    }

    public void Walk(BarnesHutTree tree, int group, float thetaSquared, TsneWalks walks)
    {
        Span<Vector4> points = Points(tree, group);
        Span<Vector4> far = walks.Far.AsSpan(group * TsneRepulsion.GroupPoints, points.Length);
        ReadOnlySpan<PlaceRange> all = [new PlaceRange(0, List(tree, points, thetaSquared, walks.Near[group]))];
        for (int part = 0; part < points.Length; part += TFloat.Width)
        {
            int length = Math.Min(points.Length - part, TFloat.Width);
            Sum(points.Slice(part, length), _sources, all);
            for (int lane = 0; lane < length; lane++)
                far[part + lane] = SumOf(lane);
        }
    }

    public void Push(BarnesHutTree tree, int group, TsneWalks walks, Vector4[] pushes)
    {
        int first = group * TsneRepulsion.GroupPoints;
        Span<Vector4> points = Points(tree, group);
        for (int part = 0; part < points.Length; part += TFloat.Width)
        {
            int length = Math.Min(points.Length - part, TFloat.Width);
            Sum(points.Slice(part, length), tree.Sorted, walks.Near[group].Ranges);
            for (int lane = 0; lane < length; lane++)
            {
                int place = first + part + lane;
                pushes[tree.Points[place]] = SumOf(lane) - Vector4.UnitW + walks.Far[place];
            }
        }
    }

    private static Span<Vector4> Points(BarnesHutTree tree, int group)
    {
        int first = group * TsneRepulsion.GroupPoints;
        return tree.Sorted.AsSpan(first, Math.Min(TsneRepulsion.GroupPoints, tree.Sorted.Length - first));
    }

    /// <summary>A lane of the last sum. A point is near itself, and adds 1 to w: the callers take it away.</summary>
    private Vector4 SumOf(int lane) =>
        new(_lanes[lane], _lanes[TFloat.Width + lane], _lanes[(2 * TFloat.Width) + lane], _lanes[(3 * TFloat.Width) + lane]);

    /// <summary>
    /// What acts on a group: lists centres of far cells with their masses, and the places of near points, or, where no list is given for
    /// those, the points among the cells. Returns the number of sources.
    /// </summary>
    private int List(BarnesHutTree tree, ReadOnlySpan<Vector4> points, float thetaSquared, PlaceRanges? near)
    {
        (Vector4 low, Vector4 high) = (points[0], points[0]);
        foreach (Vector4 point in points)
        {
            low = Vector4.Min(low, point);
            high = Vector4.Max(high, point);
        }

        // Masses are no coordinates.
        low.W = float.NegativeInfinity;
        high.W = float.PositiveInfinity;
        ReadOnlySpan<BarnesHutTree.Cell> cells = tree.Cells;
        int count = 0;
        near?.Clear();
        for (int index = 0; index < cells.Length; )
        {
            ref readonly BarnesHutTree.Cell cell = ref cells[index];
            Vector4 gap = Vector4.Max(Vector4.Zero, Vector4.Max(low - cell.Centre, cell.Centre - high));
            if (cell.WidthSquared < thetaSquared * gap.LengthSquared())
            {
                if (count == _sources.Length)
                    Array.Resize(ref _sources, 2 * count);
                _sources[count++] = cell.Centre;
                index = cell.Next;
            }
            else if (cell.First >= 0)
            {
                if (near is null)
                    count = Append(tree.Sorted.AsSpan(cell.First, cell.End - cell.First), count);
                else
                    near.Add(cell.First, cell.End);
                index = cell.Next;
            }
            else
            {
                index++;
            }
        }

        return count;
    }

    private int Append(ReadOnlySpan<Vector4> points, int count)
    {
        while (count + points.Length > _sources.Length)
            Array.Resize(ref _sources, 2 * _sources.Length);
        points.CopyTo(_sources.AsSpan(count));
        return count + points.Length;
    }

    /// <summary>Sums some sources for a register's worth of points, into x, y, z and w of all lanes one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(ReadOnlySpan<Vector4> points, ReadOnlySpan<Vector4> sources, ReadOnlySpan<PlaceRange> ranges)
    {
        for (int lane = 0; lane < TFloat.Width; lane++)
        {
            Vector4 point = points[Math.Min(lane, points.Length - 1)];
            _lanes[lane] = point.X;
            _lanes[TFloat.Width + lane] = point.Y;
            _lanes[(2 * TFloat.Width) + lane] = point.Z;
        }

        TFloat x = TFloat.Load(ref _lanes[0]);
        TFloat y = TFloat.Load(ref _lanes[TFloat.Width]);
        TFloat z = TFloat.Load(ref _lanes[2 * TFloat.Width]);
        TFloat pushX = TFloat.Of(0),
            pushY = pushX,
            pushZ = pushX,
            sum = pushX;
        foreach (PlaceRange range in ranges)
        {
            foreach (ref readonly Vector4 source in sources[range.First..range.End])
            {
                TFloat dx = x - TFloat.Broadcast(source.X);
                TFloat dy = y - TFloat.Broadcast(source.Y);
                TFloat dz = z - TFloat.Broadcast(source.Z);
                TFloat w = TsneForces<TFloat, TKernel>.Similarity(TFloat.MultiplyAdd(dx, dx, TFloat.MultiplyAdd(dy, dy, dz * dz)));
                TFloat mass = w * TFloat.Broadcast(source.W);
                sum += mass;
                TFloat push = mass * w;
                pushX = TFloat.MultiplyAdd(push, dx, pushX);
                pushY = TFloat.MultiplyAdd(push, dy, pushY);
                pushZ = TFloat.MultiplyAdd(push, dz, pushZ);
            }
        }

        TFloat.Store(pushX, ref _lanes[0]);
        TFloat.Store(pushY, ref _lanes[TFloat.Width]);
        TFloat.Store(pushZ, ref _lanes[2 * TFloat.Width]);
        TFloat.Store(sum, ref _lanes[3 * TFloat.Width]);
    }
}
