using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Ilgpu.Tests;

/// <summary>Made-up embeddings, the same every time.</summary>
internal static class TestData
{
    /// <summary>Blobs about random centres; sample i is in blob i mod <paramref name="clusters"/>.</summary>
    public static EmbeddingMatrix Clusters(int rows, int columns, int clusters)
    {
        float[] values = new float[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                values[(i * columns) + j] = (4 * Noise((uint)(i % clusters), (uint)j, 1)) + Noise((uint)i, (uint)j, 2);
        }

        return new EmbeddingMatrix(rows, columns, values);
    }

    /// <summary>A number in -1..1.</summary>
    private static float Noise(uint item, uint draw, uint stream)
    {
        ulong x = ((ulong)item << 32) ^ ((ulong)stream << 20) ^ draw;
        x = (x + 0x9E3779B97F4A7C15UL) * 0xBF58476D1CE4E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
        return ((x >> 40) / 8388608f) - 1;
    }
}
