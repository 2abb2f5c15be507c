namespace GpuCluster.Embedding.Preprocessing;

/// <summary>
/// The weights of one axis as Pillow makes them: the filter is widened by the reduction, so that nothing is aliased; weights of a pixel add
/// up to 1 and are rounded to 22 binary places, so that sums are whole numbers and the same on every machine.
/// </summary>
internal sealed class ResampleWeights
{
    /// <summary>Binary places of a weight: 8 bits of pixel, 2 bits for what negative lobes overshoot, 22 remain of 32.</summary>
    public const int Places = 22;

    private readonly int[] _first;
    private readonly int[] _weights;

    /// <param name="source">Pixels of the source along the axis.</param>
    /// <param name="size">Pixels of the whole result.</param>
    /// <param name="start">The first pixel of the result that is wanted.</param>
    /// <param name="count">Pixels that are wanted.</param>
    /// <param name="filter">The filter.</param>
    public ResampleWeights(int source, int size, int start, int count, ResampleFilter filter)
    {
        double scale = (double)source / size;
        double widened = Math.Max(1, scale);
        double support = filter.Support() * widened;
        Taps = Math.Min(source, ((int)Math.Ceiling(support) * 2) + 1);
        _first = new int[count];
        _weights = new int[count * Taps];
        Span<double> values = new double[Taps];
        for (int i = 0; i < count; i++)
        {
            double centre = (start + i + 0.5) * scale;
            int first = Math.Max(0, (int)(centre - support + 0.5));
            int taps = Math.Min(source, (int)(centre + support + 0.5)) - first;
            double sum = 0;
            for (int tap = 0; tap < taps; tap++)
                sum += values[tap] = filter.At((first + tap - centre + 0.5) / widened);
            // Every pixel has as many taps, so that loops are plain; those without weight lie within the source as well.
            _first[i] = Math.Min(first, source - Taps);
            Span<int> row = _weights.AsSpan((i * Taps) + first - _first[i], taps);
            for (int tap = 0; tap < taps; tap++)
                row[tap] = (int)Math.Round(values[tap] / sum * (1 << Places), MidpointRounding.AwayFromZero);
        }
    }

    /// <summary>Source pixels that go into each pixel of the result.</summary>
    public int Taps { get; }

    /// <summary>The first source pixel that any wanted pixel needs.</summary>
    public int Begin => _first[0];

    /// <summary>One past the last source pixel that any wanted pixel needs.</summary>
    public int End => _first[^1] + Taps;

    /// <summary>Where the taps of a wanted pixel begin in the source.</summary>
    public int FirstOf(int index) => _first[index];

    /// <summary>The weights of a wanted pixel, <see cref="Taps"/> of them.</summary>
    public ReadOnlySpan<int> Of(int index) => _weights.AsSpan(index * Taps, Taps);
}
