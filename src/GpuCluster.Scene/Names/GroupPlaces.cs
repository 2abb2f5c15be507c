using System.Numerics;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Names;

/// <summary>
/// The point of each group at which its name stands: in the middle of its largest dense part. The mean of a group in two parts would lie
/// between them, where nothing is.
/// </summary>
/// <remarks>
/// How it works. At most 65,536 points in even steps are counted in a grid of 32 cells along an axis, group by group, by sorting (group,
/// cell) pairs. The cell whose 27 neighbours hold the most points of the group is its densest; of the points in those cells, the one
/// nearest to their mean is the place.
/// </remarks>
public static class GroupPlaces
{
    private const int MaxSamples = 65_536;
    private const int Cells = 32;

    /// <summary>Groups beyond have no place: no picture could name them all.</summary>
    private const int MaxGroups = 1 << 16;

    /// <summary>Finds them.</summary>
    /// <param name="positions">n positions (x, y, z, unused); those that are not finite are left out.</param>
    /// <param name="groupOf">Length n: 0 to <paramref name="groups"/> - 1.</param>
    /// <param name="groups">How many groups there are.</param>
    /// <param name="bounds">Of the cloud.</param>
    /// <returns>A point for each group; -1 for a group of which no point was looked at.</returns>
    public static int[] Of(ReadOnlySpan<Vector4> positions, ReadOnlySpan<int> groupOf, int groups, CloudBounds bounds)
    {
        ulong[] sorted = Sorted(positions, groupOf, bounds);
        int[] places = new int[groups];
        Array.Fill(places, -1);
        List<Run> runs = [];
        for (int begin = 0; begin < sorted.Length; )
        {
            int group = (int)(sorted[begin] >> 48);
            runs.Clear();
            int end = begin;
            while (end < sorted.Length && (int)(sorted[end] >> 48) == group)
            {
                int first = end;
                while (end < sorted.Length && sorted[end] >> 32 == sorted[first] >> 32)
                    end++;
                runs.Add(new Run((int)(sorted[first] >> 32) & 0xFFFF, first, end));
            }

            places[group] = PlaceOf(positions, sorted, runs);
            begin = end;
        }

        return places;
    }

    /// <summary>Group, cell and point of each sample, in this order from the highest bits on.</summary>
    private static ulong[] Sorted(ReadOnlySpan<Vector4> positions, ReadOnlySpan<int> groupOf, CloudBounds bounds)
    {
        int step = EvenSteps.Of(positions.Length, MaxSamples);
        Vector3 low = bounds.Centre - new Vector3(bounds.Radius);
        float scale = Cells / (2 * bounds.Radius);
        List<ulong> keys = new(Math.Min(positions.Length, MaxSamples));
        for (int i = 0; i < positions.Length; i += step)
        {
            Vector3 cell = (positions[i].AsVector3() - low) * scale;
            if (!float.IsFinite(cell.X + cell.Y + cell.Z) || groupOf[i] >= MaxGroups)
                continue;
            cell = Vector3.Clamp(cell, Vector3.Zero, new Vector3(Cells - 1));
            uint index = (((uint)cell.Z * Cells) + (uint)cell.Y) * Cells + (uint)cell.X;
            keys.Add(((ulong)groupOf[i] << 48) | ((ulong)index << 32) | (uint)i);
        }

        ulong[] sorted = [.. keys];
        Array.Sort(sorted);
        return sorted;
    }

    private static int PlaceOf(ReadOnlySpan<Vector4> positions, ulong[] sorted, List<Run> runs)
    {
        Dictionary<int, int> runOf = new(runs.Count);
        for (int i = 0; i < runs.Count; i++)
            runOf[runs[i].Cell] = i;
        int fullest = -1;
        int densest = 0;
        foreach (Run run in runs)
        {
            int count = Around(run.Cell, runOf).Sum(i => runs[i].End - runs[i].Begin);
            if (count > fullest)
                (fullest, densest) = (count, run.Cell);
        }

        int[] around = [.. Around(densest, runOf)];
        Vector3 sum = default;
        foreach (int i in around)
        {
            for (int at = runs[i].Begin; at < runs[i].End; at++)
                sum += positions[(int)(uint)sorted[at]].AsVector3();
        }

        Vector3 mean = sum / fullest;
        (int Point, float Square) nearest = (-1, float.PositiveInfinity);
        foreach (int i in around)
        {
            for (int at = runs[i].Begin; at < runs[i].End; at++)
            {
                int point = (int)(uint)sorted[at];
                float square = Vector3.DistanceSquared(positions[point].AsVector3(), mean);
                if (square < nearest.Square)
                    nearest = (point, square);
            }
        }

        return nearest.Point;
    }

    /// <summary>The runs of a cell and of the 26 around it that hold points of the group.</summary>
    private static IEnumerable<int> Around(int cell, Dictionary<int, int> runOf)
    {
        (int x, int y, int z) = (cell % Cells, cell / Cells % Cells, cell / (Cells * Cells));
        for (int k = Math.Max(0, z - 1); k <= Math.Min(Cells - 1, z + 1); k++)
        {
            for (int j = Math.Max(0, y - 1); j <= Math.Min(Cells - 1, y + 1); j++)
            {
                for (int i = Math.Max(0, x - 1); i <= Math.Min(Cells - 1, x + 1); i++)
                {
                    if (runOf.TryGetValue((((k * Cells) + j) * Cells) + i, out int run))
                        yield return run;
                }
            }
        }
    }

    private readonly record struct Run(int Cell, int Begin, int End);
}
