using System.Runtime.InteropServices;

namespace GpuCluster.Core.Similarity;

/// <summary>Two samples and their cosine. Ordered: the highest cosine first, then the lowest samples.</summary>
/// <param name="First">The lower index.</param>
/// <param name="Second">The higher index.</param>
/// <param name="Cosine">-1 to 1.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct SimilarPair(int First, int Second, float Cosine) : IComparable<SimilarPair>
{
    /// <inheritdoc/>
    public int CompareTo(SimilarPair other)
    {
        if (Cosine != other.Cosine)
            return Cosine > other.Cosine ? -1 : 1;
        return First != other.First ? First.CompareTo(other.First) : Second.CompareTo(other.Second);
    }

    public static bool operator <(SimilarPair left, SimilarPair right) => left.CompareTo(right) < 0;

    public static bool operator >(SimilarPair left, SimilarPair right) => left.CompareTo(right) > 0;

    public static bool operator <=(SimilarPair left, SimilarPair right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SimilarPair left, SimilarPair right) => left.CompareTo(right) >= 0;
}
