using GpuCluster.Core.Graphs;

namespace GpuCluster.Compute.Ilgpu.Tests;

/// <summary>
/// UMAP's fuzzy graph as a dense matrix in double precision, as umap-learn computes it. Calls nothing of Core's formulas.
/// </summary>
internal static class FuzzyGraphOracle
{
    public static double[,] Weights(KnnGraph knn)
    {
        int n = knn.Count;
        double meanOfAll = knn.Distances.Select(distance => (double)distance).Average();
        double[,] strengths = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            double[] distances = [.. knn.DistancesOf(i).ToArray().Select(distance => (double)distance)];
            double rho = distances.Where(distance => distance > 0).DefaultIfEmpty(0).Min();
            double sigma = Sigma(distances, rho);
            double mean = rho > 0 ? distances.Average() : meanOfAll;
            sigma = Math.Max(sigma, 1e-3 * mean);
            for (int j = 0; j < knn.K; j++)
            {
                int other = knn.NeighboursOf(i)[j];
                if (other != i)
                    strengths[i, other] = distances[j] <= rho ? 1 : Math.Exp(-(distances[j] - rho) / sigma);
            }
        }

        double[,] weights = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
                weights[i, j] = strengths[i, j] + strengths[j, i] - (strengths[i, j] * strengths[j, i]);
        }

        return weights;
    }

    private static double Sigma(double[] distances, double rho)
    {
        double low = 0,
            high = double.PositiveInfinity,
            middle = 1;
        for (int iteration = 0; iteration < 64; iteration++)
        {
            double sum = distances.Skip(1).Sum(distance => distance <= rho ? 1 : Math.Exp(-(distance - rho) / middle));
            if (Math.Abs(sum - Math.Log2(distances.Length)) < 1e-5)
                break;
            if (sum > Math.Log2(distances.Length))
                high = middle;
            else
                low = middle;

            middle = double.IsInfinity(high) ? middle * 2 : (low + high) / 2;
        }

        return middle;
    }
}
