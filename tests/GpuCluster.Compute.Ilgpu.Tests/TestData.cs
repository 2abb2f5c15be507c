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

    /// <summary>Rows whose directions lie within about <paramref name="angle"/> of one another, in radians.</summary>
    public static EmbeddingMatrix Cone(int rows, int columns, double angle)
    {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
        {
            (uint row, uint column) = ((uint)(i / columns), (uint)(i % columns));
            double axis = 0.2 + Math.Abs(Noise(column, 0, 3));
            values[i] = (float)((1 + (row % 5)) * (axis + (angle * Noise(row, column, 4))));
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
