using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuCluster.Scene.Filters;

/// <summary>True where the number of a column compares to another. A sample without a number is equal to none.</summary>
/// <param name="column">Where the numbers are.</param>
/// <param name="comparison">How they compare.</param>
/// <param name="number">Not NaN.</param>
internal sealed class NumberTerm(NumericFilterColumn column, FilterComparison comparison, double number) : FilterTerm
{
    public override IEnumerable<FilterColumn> Columns => [column];

    public override void Fill(Span<ulong> words)
    {
        ReadOnlySpan<double> values = column.Values;
        switch (comparison)
        {
            case FilterComparison.Equal:
                Fill<Equal>(values, words);
                break;
            case FilterComparison.Less:
                Fill<Less>(values, words);
                break;
            case FilterComparison.LessOrEqual:
                Fill<LessOrEqual>(values, words);
                break;
            case FilterComparison.Greater:
                Fill<Greater>(values, words);
                break;
            default:
                Fill<GreaterOrEqual>(values, words);
                break;
        }
    }

    private void Fill<T>(ReadOnlySpan<double> values, Span<ulong> words)
        where T : struct, IComparison
    {
        Vector256<double> wide = Vector256.Create(number);
        ReadOnlySpan<Vector256<double>> fours = MemoryMarshal.Cast<double, Vector256<double>>(values);
        int whole = values.Length / 64;
        for (int word = 0; word < whole; word++)
        {
            ReadOnlySpan<Vector256<double>> some = fours.Slice(word * 16, 16);
            ulong bits = 0;
            for (int i = 0; i < some.Length; i++)
                bits |= (ulong)T.Of(some[i], wide).ExtractMostSignificantBits() << (4 * i);
            words[word] = bits;
        }

        if (whole == words.Length)
            return;
        ulong last = 0;
        for (int i = whole * 64; i < values.Length; i++)
            last |= (T.Of(values[i], number) ? 1UL : 0) << (i % 64);
        words[whole] = last;
    }

    private interface IComparison
    {
        static abstract bool Of(double value, double number);

        static abstract Vector256<double> Of(Vector256<double> values, Vector256<double> number);
    }

    private readonly struct Equal : IComparison
    {
        public static bool Of(double value, double number) => value == number;

        public static Vector256<double> Of(Vector256<double> values, Vector256<double> number) => Vector256.Equals(values, number);
    }

    private readonly struct Less : IComparison
    {
        public static bool Of(double value, double number) => value < number;

        public static Vector256<double> Of(Vector256<double> values, Vector256<double> number) => Vector256.LessThan(values, number);
    }

    private readonly struct LessOrEqual : IComparison
    {
        public static bool Of(double value, double number) => value <= number;

        public static Vector256<double> Of(Vector256<double> values, Vector256<double> number) => Vector256.LessThanOrEqual(values, number);
    }

    private readonly struct Greater : IComparison
    {
        public static bool Of(double value, double number) => value > number;

        public static Vector256<double> Of(Vector256<double> values, Vector256<double> number) => Vector256.GreaterThan(values, number);
    }

    private readonly struct GreaterOrEqual : IComparison
    {
        public static bool Of(double value, double number) => value >= number;

        public static Vector256<double> Of(Vector256<double> values, Vector256<double> number) =>
            Vector256.GreaterThanOrEqual(values, number);
    }
}
