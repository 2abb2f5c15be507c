using System.Numerics;

namespace GpuCluster.Scene.Selection;

/// <summary>
/// A set of points out of n, one bit each. Immutable, so that any thread may read it and undo can keep it: 125 KB for a million points.
/// </summary>
public sealed class PointSet : IEquatable<PointSet>
{
    private const int WordBits = 64;
    private readonly ulong[] _words;

    private PointSet(int universe, ulong[] words)
    {
        Universe = universe;
        _words = words;
        int count = 0;
        foreach (ulong word in words)
            count += BitOperations.PopCount(word);
        Count = count;
    }

    /// <summary>n: points are 0 to n - 1.</summary>
    public int Universe { get; }

    /// <summary>How many points are in the set.</summary>
    public int Count { get; }

    /// <summary>True where no point is in the set.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>Memory it takes.</summary>
    public long Bytes => (long)_words.Length * sizeof(ulong);

    /// <summary>64 points a word, the first in the lowest bit; bits beyond n are 0.</summary>
    public ReadOnlySpan<ulong> Words => _words;

    /// <summary>No point of n.</summary>
    public static PointSet Empty(int universe) => new(universe, new ulong[WordsFor(universe)]);

    /// <summary>Every point of n.</summary>
    public static PointSet All(int universe)
    {
        ulong[] words = new ulong[WordsFor(universe)];
        Array.Fill(words, ulong.MaxValue);
        return FromWords(universe, words);
    }

    /// <summary>These points of n; one that is named twice counts once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A point is not one of n.</exception>
    public static PointSet Of(int universe, params ReadOnlySpan<int> points)
    {
        ulong[] words = new ulong[WordsFor(universe)];
        foreach (int point in points)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(point, nameof(points));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(point, universe, nameof(points));
            words[point / WordBits] |= 1UL << (point % WordBits);
        }

        return new PointSet(universe, words);
    }

    /// <summary>The points whose value is the one given.</summary>
    /// <param name="valueOf">Length n.</param>
    /// <param name="value">What to look for.</param>
    public static PointSet Matching(ReadOnlySpan<int> valueOf, int value)
    {
        ulong[] words = new ulong[WordsFor(valueOf.Length)];
        for (int i = 0; i < valueOf.Length; i++)
        {
            if (valueOf[i] == value)
                words[i / WordBits] |= 1UL << (i % WordBits);
        }

        return new PointSet(valueOf.Length, words);
    }

    /// <summary>Whether a point is in the set; false beyond n.</summary>
    public bool Contains(int point) => (uint)point < (uint)Universe && ((_words[point / WordBits] >> (point % WordBits)) & 1) != 0;

    /// <summary>With one more point.</summary>
    public PointSet With(int point) => Contains(point) ? this : Union(Of(Universe, point));

    /// <summary>With one point less.</summary>
    public PointSet Without(int point) => Contains(point) ? Except(Of(Universe, point)) : this;

    /// <summary>Points in either.</summary>
    public PointSet Union(PointSet other) => Combine(other, static (a, b) => a | b);

    /// <summary>Points in both.</summary>
    public PointSet Intersect(PointSet other) => Combine(other, static (a, b) => a & b);

    /// <summary>Points in this and not in the other.</summary>
    public PointSet Except(PointSet other) => Combine(other, static (a, b) => a & ~b);

    /// <summary>Points in just one of the two.</summary>
    public PointSet SymmetricExcept(PointSet other) => Combine(other, static (a, b) => a ^ b);

    /// <summary>Points not in the set.</summary>
    public PointSet Complement() => All(Universe).Except(this);

    /// <summary>The points, ascending.</summary>
    public int[] ToArray()
    {
        int[] points = new int[Count];
        int filled = 0;
        foreach (int point in this)
            points[filled++] = point;
        return points;
    }

    /// <summary>Goes through the points, ascending.</summary>
    public Enumerator GetEnumerator() => new(_words);

    /// <summary>Whether both hold the same points.</summary>
    public bool Equals(PointSet? other) =>
        other is not null && (ReferenceEquals(this, other) || (Universe == other.Universe && _words.AsSpan().SequenceEqual(other._words)));

    public override bool Equals(object? obj) => Equals(obj as PointSet);

    public override int GetHashCode() => HashCode.Combine(Universe, Count);

    /// <summary>Takes over words of 64 points; bits beyond n are cleared.</summary>
    internal static PointSet FromWords(int universe, ulong[] words)
    {
        int last = universe % WordBits;
        if (last != 0)
            words[^1] &= (1UL << last) - 1;
        return new PointSet(universe, words);
    }

    /// <summary>Words that n points take.</summary>
    internal static int WordsFor(int universe) => (universe + WordBits - 1) / WordBits;

    private PointSet Combine(PointSet other, Func<Vector<ulong>, Vector<ulong>, Vector<ulong>> operation)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Universe, Universe, nameof(other));
        ulong[] words = new ulong[_words.Length];
        int i = 0;
        for (; i <= words.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
            operation(new Vector<ulong>(_words, i), new Vector<ulong>(other._words, i)).CopyTo(words, i);
        for (; i < words.Length; i++)
            words[i] = operation(new Vector<ulong>(_words[i]), new Vector<ulong>(other._words[i]))[0];
        return new PointSet(Universe, words);
    }

    /// <summary>Goes through a set's points without allocating.</summary>
    public ref struct Enumerator
    {
        private readonly ReadOnlySpan<ulong> _words;
        private ulong _left;
        private int _word;

        internal Enumerator(ReadOnlySpan<ulong> words)
        {
            _words = words;
            _word = -1;
        }

        /// <summary>The point it stands at.</summary>
        public int Current { get; private set; }

        /// <summary>Goes to the next point; false where there is none.</summary>
        public bool MoveNext()
        {
            while (_left == 0)
            {
                if (++_word >= _words.Length)
                    return false;
                _left = _words[_word];
            }

            Current = (_word * WordBits) + BitOperations.TrailingZeroCount(_left);
            _left &= _left - 1;
            return true;
        }
    }
}
