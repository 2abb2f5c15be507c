using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Scene.Names;

/// <summary>
/// Decides which names a picture shows, and where: the largest first, each in the middle of its place or a line above or below, where it
/// overlaps no other. A name that is shown counts as a little larger than it is and keeps its line as long as it can, so that names neither
/// take turns nor jump while the camera moves.
/// </summary>
/// <remarks>
/// How it works. Rectangles are entered into a grid of cells about as large as a name, so that a name is compared with those near it only.
/// One thread.
/// </remarks>
public sealed class NamePlacing
{
    /// <summary>Names in a picture at most: more could not be read.</summary>
    public const int Max = 80;

    /// <summary>How much larger a name counts that the last picture shows.</summary>
    private const float ShownFactor = 1.3f;

    /// <summary>Height of a name's rectangle in text sizes.</summary>
    private const float LineHeight = 1.5f;

    /// <summary>Space beside the text, for its halo, in text sizes.</summary>
    private const float Side = 0.35f;

    /// <summary>Space between two names side by side, in text sizes.</summary>
    private const float Gap = 0.4f;

    /// <summary>Lines on which a name may stand, from its place down; the first that is free is taken.</summary>
    private static readonly int[] Lines = [0, -1, 1];

    // The line of each name that is shown.
    private readonly Dictionary<int, int> _shown = [];
    private readonly Dictionary<int, int> _before = [];
    private readonly Dictionary<(int X, int Y), List<OverlayArea>> _grid = [];

    /// <summary>Places the names of a picture.</summary>
    /// <param name="candidates">Any number, with different ids.</param>
    /// <param name="size">Of the text in pixels.</param>
    /// <param name="free">The area in which names may be.</param>
    /// <returns>Indices of candidates with their rectangles; the largest first.</returns>
    public List<(int Index, OverlayArea Area)> Place(IReadOnlyList<NameCandidate> candidates, float size, OverlayArea free)
    {
        _before.Clear();
        foreach ((int id, int line) in _shown)
            _before[id] = line;
        (int Index, float Weight)[] order = new (int, float)[candidates.Count];
        for (int i = 0; i < order.Length; i++)
            order[i] = (i, candidates[i].Weight * (_before.ContainsKey(candidates[i].Id) ? ShownFactor : 1));
        Array.Sort(
            order,
            (one, other) =>
                one.Weight.Equals(other.Weight)
                    ? candidates[one.Index].Id.CompareTo(candidates[other.Index].Id)
                    : other.Weight.CompareTo(one.Weight)
        );
        _grid.Clear();
        _shown.Clear();
        List<(int Index, OverlayArea Area)> placed = [];
        int cell = Math.Max(1, (int)(4 * size));
        int gap = (int)MathF.Ceiling(Gap * size);
        foreach ((int index, float weight) in order)
        {
            if (placed.Count >= Max || !(weight > 0) || FindLine(candidates[index], size, free, cell) is not { } line)
                continue;
            OverlayArea area = AreaOf(candidates[index], size, line);
            Enter(new OverlayArea(area.X - gap, area.Y, area.Width + (2 * gap), area.Height), cell);
            placed.Add((index, area));
            _shown[candidates[index].Id] = line;
        }

        return placed;
    }

    private int? FindLine(NameCandidate candidate, float size, OverlayArea free, int cell)
    {
        if (_before.TryGetValue(candidate.Id, out int kept) && IsFree(kept))
            return kept;
        foreach (int line in Lines)
        {
            if (IsFree(line))
                return line;
        }

        return null;

        bool IsFree(int line)
        {
            OverlayArea area = AreaOf(candidate, size, line);
            return IsInside(area, free) && !IsTaken(area, cell);
        }
    }

    private static OverlayArea AreaOf(NameCandidate candidate, float size, int line)
    {
        int width = (int)MathF.Ceiling(candidate.Width + (2 * Side * size));
        int height = (int)MathF.Ceiling(LineHeight * size);
        Vector2 corner = candidate.Pixel - (new Vector2(width, height) / 2);
        return new OverlayArea((int)MathF.Floor(corner.X), (int)MathF.Floor(corner.Y) + (line * height), width, height);
    }

    private static bool IsInside(OverlayArea area, OverlayArea free) =>
        area.X >= free.X && area.Y >= free.Y && area.X + area.Width <= free.X + free.Width && area.Y + area.Height <= free.Y + free.Height;

    private bool IsTaken(OverlayArea area, int cell)
    {
        for (int y = Cell(area.Y, cell); y <= Cell(area.Y + area.Height, cell); y++)
        {
            for (int x = Cell(area.X, cell); x <= Cell(area.X + area.Width, cell); x++)
            {
                if (!_grid.TryGetValue((x, y), out List<OverlayArea>? there))
                    continue;
                foreach (OverlayArea other in there)
                {
                    if (area.Overlaps(other))
                        return true;
                }
            }
        }

        return false;
    }

    private void Enter(OverlayArea area, int cell)
    {
        for (int y = Cell(area.Y, cell); y <= Cell(area.Y + area.Height, cell); y++)
        {
            for (int x = Cell(area.X, cell); x <= Cell(area.X + area.Width, cell); x++)
            {
                if (!_grid.TryGetValue((x, y), out List<OverlayArea>? there))
                    _grid[(x, y)] = there = [];
                there.Add(area);
            }
        }
    }

    private static int Cell(int pixel, int cell) => (int)Math.Floor((double)pixel / cell);
}
