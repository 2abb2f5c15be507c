namespace GpuCluster.Core.Layouts;

/// <summary>What changes over the epochs of t-SNE.</summary>
public static class TsneSchedule
{
    /// <summary>How much stronger attraction is in an epoch.</summary>
    public static double Exaggeration(TsneOptions options, int epoch) => epoch < options.ExaggerationEpochs ? options.Exaggeration : 1;

    /// <summary>The share of the last step that goes on.</summary>
    public static double Momentum(TsneOptions options, int epoch) => epoch < options.ExaggerationEpochs ? 0.5 : 0.8;
}
