namespace GpuCluster.Jobs.Stages;

/// <summary>
/// For some rows the nearest k others so far, each by its distance and then by its number: what is kept does not depend on the order of
/// what is added, nor on how often.
/// </summary>
internal sealed class NearestLists
{
    private readonly int[] _indices;
    private readonly float[] _distances;

    /// <param name="rows">n.</param>
    /// <param name="others">Others kept of each row, 0 or more.</param>
    public NearestLists(int rows, int others)
    {
        Others = others;
        _indices = new int[rows * others];
        _distances = new float[rows * others];
        Array.Fill(_indices, -1);
        Array.Fill(_distances, float.PositiveInfinity);
    }

    /// <summary>Others kept of each row.</summary>
    public int Others { get; }

    /// <summary>The others of a row, the nearest first; -1 in places that are free.</summary>
    public ReadOnlySpan<int> IndicesOf(int row) => _indices.AsSpan(row * Others, Others);

    /// <summary>Their distances.</summary>
    public ReadOnlySpan<float> DistancesOf(int row) => _distances.AsSpan(row * Others, Others);

    /// <summary>Whether a row has fewer than it should.</summary>
    public bool IsShort(int row) => Others > 0 && _indices[(row * Others) + Others - 1] < 0;

    /// <summary>Adds one, unless it is there already or is not among the nearest.</summary>
    public void Add(int row, int other, float distance)
    {
        Span<int> indices = _indices.AsSpan(row * Others, Others);
        Span<float> distances = _distances.AsSpan(row * Others, Others);
        int place = Others;
        while (place > 0 && (indices[place - 1] < 0 || IsBefore(distance, other, distances[place - 1], indices[place - 1])))
            place--;
        if (place == Others || (place > 0 && indices[place - 1] == other))
            return;

        // The same row at the same distance would stand just before or at this place.
        indices[place..^1].CopyTo(indices[(place + 1)..]);
        distances[place..^1].CopyTo(distances[(place + 1)..]);
        (indices[place], distances[place]) = (other, distance);
    }

    private static bool IsBefore(float distance, int index, float otherDistance, int otherIndex) =>
        distance < otherDistance || (distance == otherDistance && index < otherIndex);
}
