using System.Runtime.CompilerServices;

namespace GpuCluster.Core.Layouts.Umap;

/// <summary>
/// When an edge acts. An edge of weight w acts in the share r = w / (largest weight) of all epochs, evenly spread, and draws negatives in
/// proportion. How it works: umap-learn keeps two counters for each edge. Here there are none: in epoch e the edge has acted floor(e r)
/// times, so it acts in e when the fraction of e r is below r, which with r as a fixed-point number of 31 bits (the edge's step) is one
/// multiplication and one comparison of uints. The negatives of an action are the growth of floor(negatives x e r) since the action before,
/// one less at the first. No state means that going back to epoch 0 is free and that every device agrees to the bit.
/// </summary>
public static class UmapSchedule
{
    /// <summary>The step of the heaviest edge, r = 1.</summary>
    public const uint FullStep = 1u << 31;

    private const uint FractionMask = FullStep - 1;

    /// <summary>The step of an edge: r in units of 2^-31.</summary>
    /// <param name="weight">0 to <paramref name="largest"/>.</param>
    /// <param name="largest">The largest weight of the graph, above 0.</param>
    public static uint Step(float weight, float largest) => (uint)(((double)weight / largest * FullStep) + 0.5);

    /// <summary>Whether an edge acts in an epoch. Nothing acts in epoch 0.</summary>
    /// <param name="step">The edge's <see cref="Step"/>.</param>
    /// <param name="epoch">0 or more, below 2^31.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Fires(uint step, int epoch) => epoch != 0 && Fraction(step, epoch) < step;

    /// <summary>How many negatives an edge draws in an epoch in which it acts.</summary>
    /// <param name="step">The edge's <see cref="Step"/>, not 0.</param>
    /// <param name="epoch">An epoch for which <see cref="Fires"/> holds.</param>
    /// <param name="rate">Negative samples for each action, 0 or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Negatives(uint step, int epoch, int rate)
    {
        uint fraction = Fraction(step, epoch);
        uint sinceWhole = fraction + FullStep;
        uint epochsSince = sinceWhole / step;
        uint fractionBefore = sinceWhole - (epochsSince * step);
        int count = rate + (int)(((ulong)fraction * (uint)rate) >> 31) - (int)(((ulong)fractionBefore * (uint)rate) >> 31);
        bool first = epochsSince == (uint)epoch;
        return first && count > 0 ? count - 1 : count;
    }

    /// <summary>Edges lighter than this never act within the epochs and are dropped, as umap-learn does.</summary>
    /// <param name="largest">The largest weight of the graph.</param>
    /// <param name="count">n; with 10 epochs or fewer, umap-learn prunes as if the default number of epochs were run.</param>
    /// <param name="epochs">Epochs in all.</param>
    public static float MinWeight(float largest, int count, int epochs) =>
        largest / (epochs > 10 ? epochs : new UmapOptions().EpochsFor(count));

    /// <summary>The step length of an epoch: umap-learn lowers it after the epoch, so epochs 0 and 1 both have the full rate.</summary>
    /// <param name="rate">The learning rate.</param>
    /// <param name="epoch">0 to <paramref name="epochs"/> - 1.</param>
    /// <param name="epochs">Epochs in all.</param>
    public static float Alpha(double rate, int epoch, int epochs) => (float)(rate * (1 - (Math.Max(epoch - 1, 0) / (double)epochs)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Fraction(uint step, int epoch) => unchecked((uint)epoch * step) & FractionMask;
}
