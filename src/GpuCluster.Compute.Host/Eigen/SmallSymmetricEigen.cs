namespace GpuCluster.Compute.Host.Eigen;

/// <summary>
/// All eigenpairs of a small dense symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5). Meant for up
/// to 64 rows: it is a page of code that is compiled in no time, where a general library would cost more to start than the rotations take.
/// </summary>
internal static class SmallSymmetricEigen
{
    private const int Sweeps = 60;

    /// <summary>Eigenvalues in descending order and their eigenvectors.</summary>
    /// <param name="matrix">Row-major, size x size, symmetric; destroyed.</param>
    /// <param name="size">Rows, 1 or more.</param>
    /// <returns>Values, and vectors with entry i of vector j at i * size + j.</returns>
    public static (double[] Values, double[] Vectors) Decompose(double[] matrix, int size)
    {
        double[] vectors = new double[size * size];
        for (int i = 0; i < size; i++)
            vectors[(i * size) + i] = 1;

        for (int sweep = 0; sweep < Sweeps && OffDiagonal(matrix, size); sweep++)
        {
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++)
                    Rotate(matrix, vectors, size, p, q);
            }
        }

        int[] order = new int[size];
        double[] keys = new double[size];
        for (int i = 0; i < size; i++)
        {
            order[i] = i;
            keys[i] = -matrix[(i * size) + i];
        }

        Array.Sort(keys, order);
        double[] values = new double[size];
        double[] sorted = new double[size * size];
        for (int j = 0; j < size; j++)
        {
            values[j] = -keys[j];
            for (int i = 0; i < size; i++)
                sorted[(i * size) + j] = vectors[(i * size) + order[j]];
        }

        return (values, sorted);
    }

    /// <summary>True while what is off the diagonal still counts in double precision.</summary>
    private static bool OffDiagonal(double[] matrix, int size)
    {
        double off = 0,
            on = 0;
        for (int i = 0; i < size; i++)
        {
            on += matrix[(i * size) + i] * matrix[(i * size) + i];
            for (int j = 0; j < i; j++)
                off += matrix[(i * size) + j] * matrix[(i * size) + j];
        }

        return off > 1e-32 * on;
    }

    /// <summary>Turns rows and columns p and q so that entry (p, q) becomes 0.</summary>
    private static void Rotate(double[] matrix, double[] vectors, int size, int p, int q)
    {
        double apq = matrix[(p * size) + q];
        if (apq == 0)
            return;

        double theta = (matrix[(q * size) + q] - matrix[(p * size) + p]) / (2 * apq);
        double t = Math.CopySign(1, theta) / (Math.Abs(theta) + Math.Sqrt((theta * theta) + 1));
        double cos = 1 / Math.Sqrt((t * t) + 1);
        double sin = t * cos;
        for (int i = 0; i < size; i++)
        {
            double ip = matrix[(i * size) + p],
                iq = matrix[(i * size) + q];
            matrix[(i * size) + p] = (cos * ip) - (sin * iq);
            matrix[(i * size) + q] = (sin * ip) + (cos * iq);
            double vp = vectors[(i * size) + p],
                vq = vectors[(i * size) + q];
            vectors[(i * size) + p] = (cos * vp) - (sin * vq);
            vectors[(i * size) + q] = (sin * vp) + (cos * vq);
        }

        for (int i = 0; i < size; i++)
        {
            double pi = matrix[(p * size) + i],
                qi = matrix[(q * size) + i];
            matrix[(p * size) + i] = (cos * pi) - (sin * qi);
            matrix[(q * size) + i] = (sin * pi) + (cos * qi);
        }
    }
}
