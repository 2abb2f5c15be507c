using System.Globalization;
using System.Numerics;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Tables;

/// <summary>
/// Makes columns of values. What a number cannot hold exactly stays text: codes such as "007", and whole numbers beyond 2^53.
/// </summary>
internal static class ColumnTypes
{
    /// <summary>Up to here double holds every whole number.</summary>
    private const double MaxExact = 1L << 53;

    /// <summary>
    /// A column of numbers if it has a number and every non-empty field is one, else a column of text. Numbers are written as in C: a
    /// decimal point, no thousands separators. One that is not finite counts as missing.
    /// </summary>
    public static SampleColumn Of(string name, string[] texts)
    {
        double[] numbers = new double[texts.Length];
        bool hasNumber = false;
        for (int i = 0; i < texts.Length; i++)
        {
            numbers[i] = double.NaN;
            if (texts[i].Length == 0)
                continue;
            if (IsCode(texts[i]) || !TryParse(texts[i], out double number) || !IsExact(texts[i], number))
                return new TextColumn(name, texts);
            numbers[i] = double.IsFinite(number) ? number : double.NaN;
            hasNumber = true;
        }

        return hasNumber ? new NumericColumn(name, numbers) : new TextColumn(name, texts);
    }

    /// <summary>A column of whole numbers; of text if there is one that double cannot hold exactly.</summary>
    /// <param name="name">The column's heading.</param>
    /// <param name="values">Length n; null where there is no value.</param>
    public static SampleColumn OfIntegers<T>(string name, T?[] values)
        where T : struct, IBinaryInteger<T>
    {
        double[] numbers = Array.ConvertAll(values, value => value is { } number ? double.CreateTruncating(number) : double.NaN);
        for (int i = 0; i < numbers.Length; i++)
        {
            if (values[i] is not { } number || Math.Abs(numbers[i]) < MaxExact)
                continue;
            if (BigInteger.CreateTruncating(number) != new BigInteger(numbers[i]))
                return new TextColumn(name, Array.ConvertAll(values, value => value?.ToString(null, CultureInfo.InvariantCulture) ?? ""));
        }

        return new NumericColumn(name, numbers);
    }

    /// <summary>Floats as the doubles that have the same shortest text: 0.1 stays 0.1.</summary>
    public static double[] AsWritten<T>(ReadOnlySpan<T> values)
        where T : INumberBase<T>
    {
        double[] numbers = new double[values.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] =
                typeof(T) == typeof(double)
                    ? double.CreateTruncating(values[i])
                    : double.Parse(
                        values[i].ToString(null, CultureInfo.InvariantCulture),
                        NumberStyles.Float,
                        CultureInfo.InvariantCulture
                    );
        }

        return numbers;
    }

    /// <summary>Makes values that are not finite missing, in place.</summary>
    public static double[] WithoutInfinite(double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
                values[i] = double.NaN;
        }

        return values;
    }

    /// <summary>Reads a number as C writes it. .NET knows "Infinity" alone; C, Python and databases write "inf".</summary>
    public static bool TryParse(string text, out double number)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number))
            return true;
        number = double.PositiveInfinity;
        return text.AsSpan().TrimStart("+-").Equals("inf", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsCode(string text)
    {
        ReadOnlySpan<char> digits = text.AsSpan().TrimStart("+-");
        return digits.Length > 1 && digits[0] == '0' && !digits.ContainsAnyExceptInRange('0', '9');
    }

    private static bool IsExact(string text, double number) =>
        Math.Abs(number) < MaxExact
        || !BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger whole)
        || whole == new BigInteger(number);
}
