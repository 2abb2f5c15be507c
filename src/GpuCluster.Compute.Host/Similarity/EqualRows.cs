using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Compute.Host.Threads;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Similarity;

/// <summary>Finds rows that are equal to the bit, in one pass over the values: rows are hashed, and those of one hash compared.</summary>
public static class EqualRows
{
    /// <summary>For each row the lowest row that equals it, itself where none before it does.</summary>
    /// <param name="embedding">n x d values.</param>
    /// <param name="threads">Number of threads, 1 or more.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>Length n.</returns>
    public static int[] FirstOf(EmbeddingMatrix embedding, int threads, CancellationToken cancellation)
    {
        ulong[] hashes = new ulong[embedding.Rows];
        RowChunks.ForEachRow(hashes.Length, threads, report: null, row => hashes[row] = HashOf(embedding.Row(row)), cancellation);
        int[] first = new int[hashes.Length];

        // Different rows of one hash are next to impossible, and right all the same: each hash has a list of its different rows.
        Dictionary<ulong, List<int>> seen = new(hashes.Length);
        for (int row = 0; row < first.Length; row++)
        {
            ref List<int>? rows = ref CollectionsMarshal.GetValueRefOrAddDefault(seen, hashes[row], out _);
            rows ??= new List<int>(1);
            ReadOnlySpan<byte> bits = MemoryMarshal.AsBytes(embedding.Row(row));
            first[row] = row;
            foreach (int other in rows)
            {
                if (!bits.SequenceEqual(MemoryMarshal.AsBytes(embedding.Row(other))))
                    continue;
                first[row] = other;
                break;
            }

            if (first[row] == row)
                rows.Add(row);
        }

        return first;
    }

    private static ulong HashOf(ReadOnlySpan<float> row)
    {
        ulong hash = (ulong)row.Length;
        foreach (uint bits in MemoryMarshal.Cast<float, uint>(row))
            hash = (BitOperations.RotateLeft(hash, 5) ^ bits) * 0x9E37_79B9_7F4A_7C15;

        return hash;
    }
}
