using System.Globalization;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Tables;

/// <summary>Makes columns of text fields.</summary>
internal static class ColumnTypes
{
    /// <summary>
    /// A column of numbers if it has a number and every non-empty field is one, else a column of text. Numbers are written as in C: a
    /// decimal point, no thousands separators.
    /// </summary>
    public static SampleColumn Of(string name, string[] texts)
    {
        float[] numbers = new float[texts.Length];
        bool hasNumber = false;
        for (int i = 0; i < texts.Length; i++)
        {
            numbers[i] = float.NaN;
            if (texts[i].Length == 0)
                continue;
            if (!float.TryParse(texts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                return new TextColumn(name, texts);
            hasNumber = true;
        }

        return hasNumber ? new NumericColumn(name, numbers) : new TextColumn(name, texts);
    }
}
