namespace GpuCluster.Embedding.Models;

/// <summary>Scales a model's output to length 1.</summary>
internal static class UnitRow
{
    /// <summary>Scales in place, with the length summed in double.</summary>
    /// <returns>False where the row has no direction: it is zero, or not finite.</returns>
    public static bool TryScale(Span<float> row)
    {
        double squares = 0;
        foreach (float value in row)
            squares += (double)value * value;
        if (!double.IsFinite(squares) || squares <= 0)
            return false;
        double inverse = 1 / Math.Sqrt(squares);
        for (int i = 0; i < row.Length; i++)
            row[i] = (float)(row[i] * inverse);
        return true;
    }
}
