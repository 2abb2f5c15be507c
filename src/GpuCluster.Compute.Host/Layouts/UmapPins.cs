using System.Numerics;

namespace GpuCluster.Compute.Host.Layouts;

/// <summary>
/// The vertices that a user holds in place. How it works: a pinned head runs through its actions without moving, so that its tails are
/// pulled as to where it is; what it receives as a tail is undone by putting it back to the remembered position, which leaves it unmoved to
/// the bit. Changed between epochs; read by all threads of one.
/// </summary>
/// <param name="places">The place of each vertex.</param>
internal sealed class UmapPins(int[] places)
{
    private int[] _pinned = [];
    private Vector4[] _heldAt = [];

    /// <summary>By place, 1 for a vertex that may move and 0 for one that is pinned; empty where none is.</summary>
    public float[] Free { get; private set; } = [];

    /// <summary>Pins these vertices, and no others, where they are.</summary>
    public void Set(ReadOnlySpan<int> vertices, Vector4[] positions)
    {
        _pinned = new int[vertices.Length];
        for (int i = 0; i < vertices.Length; i++)
            _pinned[i] = places[vertices[i]];
        Array.Sort(_pinned);
        _heldAt = new Vector4[_pinned.Length];
        Free = [];
        if (_pinned.Length > 0)
        {
            Free = new float[places.Length];
            Array.Fill(Free, 1);
            foreach (int place in _pinned)
                Free[place] = 0;
        }

        HoldAt(positions);
    }

    /// <summary>Remembers where the pinned vertices are, after someone else has moved them.</summary>
    public void HoldAt(Vector4[] positions)
    {
        for (int i = 0; i < _pinned.Length; i++)
            _heldAt[i] = positions[_pinned[i]];
    }

    /// <summary>Puts the pinned vertices at places <paramref name="first"/> to <paramref name="end"/> - 1 back.</summary>
    public void PutBack(Vector4[] positions, int first, int end)
    {
        if (_pinned.Length == 0)
            return;
        int next = Array.BinarySearch(_pinned, first);
        for (next = next < 0 ? ~next : next; next < _pinned.Length && _pinned[next] < end; next++)
            positions[_pinned[next]] = _heldAt[next];
    }
}
