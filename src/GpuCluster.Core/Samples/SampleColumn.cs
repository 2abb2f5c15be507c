using System.Globalization;

namespace GpuCluster.Core.Samples;

/// <summary>A column that came with the data: one value for each sample.</summary>
/// <param name="Name">The column's heading, any script.</param>
public abstract record SampleColumn(string Name)
{
    /// <summary>n, the number of samples.</summary>
    public abstract int Count { get; }

    /// <summary>The first <paramref name="count"/> values.</summary>
    public abstract SampleColumn Take(int count);

    /// <summary>The values of some of the samples, in the order given.</summary>
    public abstract SampleColumn Pick(IReadOnlyList<int> samples);

    /// <summary>A sample's value as text, numbers with all their digits; empty where there is none.</summary>
    public abstract string TextOf(int sample);
}

/// <summary>
/// A column of numbers. In double, so that whole numbers up to 2^53 are exact: identifiers, and times in seconds or milliseconds.
/// </summary>
/// <param name="Name">The column's heading.</param>
/// <param name="Values">Length n; NaN where there is no value.</param>
public sealed record NumericColumn(string Name, double[] Values) : SampleColumn(Name)
{
    public override int Count => Values.Length;

    public override SampleColumn Take(int count) => count >= Count ? this : this with { Values = Values[..count] };

    public override SampleColumn Pick(IReadOnlyList<int> samples) => this with { Values = [.. samples.Select(sample => Values[sample])] };

    public override string TextOf(int sample) => double.IsNaN(Values[sample]) ? "" : Values[sample].ToString(CultureInfo.InvariantCulture);
}

/// <summary>A column of text.</summary>
/// <param name="Name">The column's heading.</param>
/// <param name="Values">Length n; empty where there is no value.</param>
public sealed record TextColumn(string Name, string[] Values) : SampleColumn(Name)
{
    public override int Count => Values.Length;

    public override SampleColumn Take(int count) => count >= Count ? this : this with { Values = Values[..count] };

    public override SampleColumn Pick(IReadOnlyList<int> samples) => this with { Values = [.. samples.Select(sample => Values[sample])] };

    public override string TextOf(int sample) => Values[sample];
}
