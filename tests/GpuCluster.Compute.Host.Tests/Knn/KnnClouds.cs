using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Tests.Knn;

/// <summary>Embeddings to search in, the same in every run.</summary>
internal static class KnnClouds
{
    /// <summary>Rows around a few centres, as data is; a value of 0 spread gives duplicates.</summary>
    public static EmbeddingMatrix Clustered(
        int rows,
        int columns,
        int clusters = 7,
        double spread = 0.3,
        double size = 1,
        double offset = 0
    )
    {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
        {
            (int row, int column) = (i / columns, i % columns);
            double centre = Uniform((ulong)(((row % clusters) * columns) + column));
            values[i] = (float)(size * (offset + centre + (spread * Uniform((ulong)i + 1_000_000_007))));
        }

        return new EmbeddingMatrix(rows, columns, values);
    }

    /// <summary>Small whole numbers: distances repeat and have exact ties.</summary>
    public static EmbeddingMatrix Grid(int rows, int columns, int levels = 3)
    {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
            values[i] = MathF.Floor((float)(Uniform((ulong)i) + 1) / 2 * levels);

        return new EmbeddingMatrix(rows, columns, values);
    }

    /// <summary>
    /// Rows of different lengths whose directions lie within about <paramref name="angle"/> of one another, in radians, and differ along
    /// four axes.
    /// </summary>
    public static EmbeddingMatrix Cone(int rows, int columns, double angle)
    {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++)
        {
            (int row, int column) = (i / columns, i % columns);
            double value = 0.2 + Math.Abs(Uniform((ulong)column));
            for (int axis = 1; axis <= 4; axis++)
                value += angle * Uniform((ulong)((row * 4) + axis) + 1_000_000_007) * Uniform((ulong)((column * 4) + axis) + 2_000_000_011);
            values[i] = (float)((1 + (row % 5)) * value);
        }

        return new EmbeddingMatrix(rows, columns, values);
    }

    /// <summary>An embedding of the given values.</summary>
    public static EmbeddingMatrix Of(int columns, params float[] values) => new(values.Length / columns, columns, values);

    /// <summary>A number in -1..1 from a counter (SplitMix64, Steele et al. 2014).</summary>
    private static double Uniform(ulong counter)
    {
        ulong z = (counter + 1) * 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) / (double)ulong.MaxValue * 2) - 1;
    }
}
