using GpuCluster.Compute.Host.Eigen;

namespace GpuCluster.Compute.Host.Tests.Eigen;

/// <summary>A matrix written out, row-major.</summary>
internal sealed class DenseOperator(float[] matrix, int size) : IBlockOperator
{
    public int Size => size;

    public void Apply(float[] current, float[] next, float scale, float shift, float back)
    {
        for (int i = 0; i < size; i++)
        {
            for (int c = 0; c < 8; c++)
            {
                double sum = -shift * current[(i * 8) + c];
                for (int j = 0; j < size; j++)
                    sum += matrix[(i * size) + j] * current[(j * 8) + c];

                next[(i * 8) + c] = (float)((scale * sum) - (back == 0 ? 0 : back * next[(i * 8) + c]));
            }
        }
    }
}
