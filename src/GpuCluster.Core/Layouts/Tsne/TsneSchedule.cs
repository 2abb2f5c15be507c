namespace GpuCluster.Core.Layouts.Tsne;

/// <summary>What changes over the epochs of t-SNE.</summary>
public static class TsneSchedule
{
    /// <summary>How much stronger attraction is in an epoch.</summary>
    public static double Exaggeration(TsneOptions options, int epoch) => epoch < options.ExaggerationEpochs ? options.Exaggeration : 1;

    /// <summary>The share of the last step that goes on.</summary>
    public static double Momentum(TsneOptions options, int epoch) => epoch < options.ExaggerationEpochs ? 0.5 : 0.8;

    /// <summary>
    /// The step length, at least 50 or n / 4: n / exaggeration / 4 while exaggerated, as scikit-learn has it to the end (Belkina and others 2019; their gradient has no factor of 4), four times
    /// that after, when points are pulled less. 5,000 digits in space come to a divergence of 1.23 instead of 1.26 in as many epochs; longer steps yet throw 1,000 about, and
    /// steps of 50 throw 61 about: a divergence of 1.3 instead of 0.3.
    /// </summary>
    public static double LearningRate(TsneOptions options, int count, int epoch) =>
        options.LearningRate ?? Math.Max(count / options.Exaggeration / (epoch < options.ExaggerationEpochs ? 4 : 1), Math.Min(50, count / 4.0));

    /// <summary>
    /// Whether velocities and gains start anew before an epoch, as in scikit-learn: gains that grew under exaggeration throw points out of their clusters when it ends. 1,000
    /// digits in the plane come to a divergence of 1.03 instead of 1.07.
    /// </summary>
    public static bool BeginsAnew(TsneOptions options, int epoch) => epoch > 0 && epoch == options.ExaggerationEpochs;
}
