namespace GpuCluster.Compute.Host.Eigen;

/// <summary>An eigenvector's sign is free: here the entry of largest magnitude, the first of equals, is positive.</summary>
internal static class VectorSigns
{
    /// <summary>Turns those that point the other way.</summary>
    /// <param name="vectors">Row-major, size x count: entry i of vector j at i * count + j.</param>
    /// <param name="size">Entries of a vector.</param>
    /// <param name="count">Vectors.</param>
    public static void Fix(float[] vectors, int size, int count)
    {
        for (int j = 0; j < count; j++)
        {
            float extreme = 0;
            for (int i = 0; i < size; i++)
            {
                float value = vectors[(i * count) + j];
                if (Math.Abs(value) > Math.Abs(extreme))
                    extreme = value;
            }

            if (extreme < 0)
            {
                for (int i = 0; i < size; i++)
                    vectors[(i * count) + j] = -vectors[(i * count) + j];
            }
        }
    }
}
