using GpuCluster.Compute.Host.Components;
using GpuCluster.Compute.Host.Quality;
using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Layouts;

namespace GpuCluster.Compute.Host.Initial;

/// <summary>
/// Where the connected components of a graph go relative to each other, and how far each may reach: half the way to the nearest other one.
/// Up to 2 x dims components lie at +-1 on the axes, as in umap-learn. More of them lie at the principal components of their mean vectors,
/// scaled to max |x| = 1: umap-learn embeds exp(-distance^2) between the means here, which is 0 throughout wherever means lie far apart in
/// the data's unit.
/// </summary>
/// <param name="Centres">Components x dims.</param>
/// <param name="Reach">Length components, above 0.</param>
internal sealed record ComponentPlacement(float[] Centres, float[] Reach)
{
    // Components whose means coincide still get some room.
    private const float MinReach = 1e-3f;

    public static ComponentPlacement Of(
        GraphComponents components,
        EmbeddingMatrix embedding,
        int dims,
        ulong seed,
        int threads,
        CancellationToken cancellation
    )
    {
        int count = components.Members.Length;
        float[] centres = count <= 2 * dims ? Corners(count, dims) : MeansInSpace(components, embedding, dims, seed, threads, cancellation);
        (_, double[] distances) = new LayoutKdTree(new Layout(count, dims, centres)).Nearest(1, [], threads, cancellation);
        float[] reach = Array.ConvertAll(distances, distance => Math.Max((float)Math.Min(distance, 2) / 2, MinReach));
        return new ComponentPlacement(centres, reach);
    }

    /// <summary>+1 on the first ceil(count / 2) axes, then -1 on the same ones.</summary>
    private static float[] Corners(int count, int dims)
    {
        float[] centres = new float[count * dims];
        int half = (count + 1) / 2;
        for (int c = 0; c < count; c++)
            centres[(c * dims) + (c % half)] = c < half ? 1 : -1;

        return centres;
    }

    private static float[] MeansInSpace(
        GraphComponents components,
        EmbeddingMatrix embedding,
        int dims,
        ulong seed,
        int threads,
        CancellationToken cancellation
    )
    {
        int count = components.Members.Length,
            features = embedding.Columns;
        float[] means = new float[checked(count * features)];
        double[] sum = new double[features];
        for (int c = 0; c < count; c++)
        {
            Array.Clear(sum);
            foreach (int member in components.Members[c])
            {
                ReadOnlySpan<float> row = embedding.Row(member);
                for (int f = 0; f < features; f++)
                    sum[f] += row[f];
            }

            for (int f = 0; f < features; f++)
                means[(c * features) + f] = (float)(sum[f] / components.Members[c].Length);
        }

        float[] centres = PrincipalComponents
            .Find(new EmbeddingMatrix(count, features, means), dims, seed, threads, static _ => { }, cancellation)
            .Projected;
        float largest = 0;
        foreach (float value in centres)
            largest = Math.Max(largest, Math.Abs(value));

        for (int i = 0; i < centres.Length && largest > 0; i++)
            centres[i] /= largest;

        return centres;
    }
}
