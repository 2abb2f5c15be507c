namespace GpuCluster.Compute.Host.Rows;

/// <summary>Rows of floats made orthogonal to each other and of length 1.</summary>
internal static class OrthonormalRows
{
    /// <summary>What is left of a row below this share of its length is rounding.</summary>
    private const float MinLeft = 1e-5f;

    /// <summary>
    /// Gram and Schmidt, each row twice (Giraud, Langou and Rozloznik 2005); a row that the earlier ones span becomes zero.
    /// </summary>
    /// <param name="rows">count x d values.</param>
    /// <param name="count">Rows.</param>
    /// <param name="d">Values of a row.</param>
    public static void Make(float[] rows, int count, int d)
    {
        for (int row = 0; row < count; row++)
        {
            Span<float> values = rows.AsSpan(row * d, d);
            float before = MathF.Sqrt(DotProduct.Of(values, values));
            for (int pass = 0; pass < 2; pass++)
            {
                for (int other = 0; other < row; other++)
                {
                    Span<float> earlier = rows.AsSpan(other * d, d);
                    RowSums.Add(values, earlier, -DotProduct.Of(earlier, values));
                }
            }

            float length = MathF.Sqrt(DotProduct.Of(values, values));
            if (length > MinLeft * before)
                RowSums.Scale(values, 1 / length);
            else
                values.Clear();
        }
    }
}
