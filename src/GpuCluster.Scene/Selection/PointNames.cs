namespace GpuCluster.Scene.Selection;

/// <summary>Names of some of n points; a point has one at most. Immutable, so that undo can keep it.</summary>
public sealed record PointNames
{
    private PointNames(int universe, IReadOnlyList<(string Name, PointSet Points)> parts) => (Universe, Parts) = (universe, parts);

    /// <summary>n.</summary>
    public int Universe { get; }

    /// <summary>The names in the order in which they were first given, each with one point or more.</summary>
    public IReadOnlyList<(string Name, PointSet Points)> Parts { get; }

    /// <summary>How many points have a name.</summary>
    public int Count => Parts.Sum(part => part.Points.Count);

    /// <summary>The name of a point, or null.</summary>
    public string? this[int point] => Parts.FirstOrDefault(part => part.Points.Contains(point)).Name;

    /// <summary>No point of n has a name.</summary>
    public static PointNames None(int universe) => new(universe, []);

    /// <summary>Names from a column of text; empty texts are none.</summary>
    public static PointNames Of(IReadOnlyList<string> texts)
    {
        Dictionary<string, List<int>> points = new(StringComparer.Ordinal);
        List<string> names = [];
        for (int i = 0; i < texts.Count; i++)
        {
            if (texts[i].Length == 0)
                continue;
            if (!points.TryGetValue(texts[i], out List<int>? some))
            {
                points[texts[i]] = some = [];
                names.Add(texts[i]);
            }

            some.Add(i);
        }

        return new PointNames(texts.Count, [.. names.Select(name => (name, PointSet.Of(texts.Count, [.. points[name]])))]);
    }

    /// <summary>With a name for some points, in place of those they had; with null they have none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The points are not of n.</exception>
    public PointNames Give(string? name, PointSet points)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(points.Universe, Universe, nameof(points));
        List<(string Name, PointSet Points)> parts = [];
        bool isNew = name is not null && !points.IsEmpty;
        foreach ((string other, PointSet has) in Parts)
        {
            bool isSame = other == name;
            isNew &= !isSame;
            PointSet next = isSame ? has.Union(points) : has.Except(points);
            if (!next.IsEmpty)
                parts.Add((other, next.Equals(has) ? has : next));
        }

        if (isNew)
            parts.Add((name!, points));
        return parts.SequenceEqual(Parts) ? this : new PointNames(Universe, parts);
    }
}
