namespace GpuCluster.Core.Layouts.Tsne;

/// <summary>The values of t-SNE that change over the epochs.</summary>
public static class TsneSchedule
{
    /// <summary>Epochs from one walk through the tree to the next.</summary>
    private const int WalkEpochs = 4;

    /// <summary>The fewest points of which what far cells push is kept between walks.</summary>
    private const int MinToKeep = 20_000;

    /// <summary>The factor on attraction in an epoch.</summary>
    public static double Exaggeration(TsneOptions options, int epoch) => epoch < options.ExaggerationEpochs ? options.Exaggeration : 1;

    /// <summary>Momentum: the share of the last step that is added to the next.</summary>
    public static double Momentum(TsneOptions options, int epoch) => epoch < options.ExaggerationEpochs ? 0.5 : 0.8;

    /// <summary>
    /// The step length, at least 50 or n / 4: n / exaggeration / 4 during exaggeration, where scikit-learn keeps it to the end (Belkina and
    /// others 2019; their gradient has no factor of 4), and four times that afterwards, when attraction is weaker. 5,000 digits in space
    /// reach a divergence of 1.23 instead of 1.26 in the same number of epochs. Still longer steps scatter 1,000 digits; steps of 50
    /// scatter 61 digits: a divergence of 1.3 instead of 0.3.
    /// </summary>
    public static double LearningRate(TsneOptions options, int count, int epoch) =>
        options.LearningRate
        ?? Math.Max(count / options.Exaggeration / (epoch < options.ExaggerationEpochs ? 4 : 1), Math.Min(50, count / 4.0));

    /// <summary>
    /// Whether velocities and gains are reset before an epoch, as in scikit-learn: gains that grew under exaggeration throw points out of
    /// their clusters when it ends. With the reset, 1,000 digits in the plane reach a divergence of 1.03 instead of 1.07.
    /// </summary>
    public static bool BeginsFresh(TsneOptions options, int epoch) => epoch > 0 && epoch == options.ExaggerationEpochs;

    /// <summary>
    /// Whether a stepper with a tree keeps, in an epoch, what far cells push, as it walks through the tree in some epochs only: of many
    /// points, when nothing is exaggerated any more. With 4,000 digits that would cost 0.2 % of the divergence, and of 10,000 an
    /// exaggeration with kept forces costs trustworthiness; 20,000 digits end no worse than with a walk in every epoch.
    /// </summary>
    /// <param name="options">The schedule.</param>
    /// <param name="count">n.</param>
    /// <param name="epoch">From 0 on.</param>
    public static bool KeepsWalks(TsneOptions options, int count, int epoch) => count >= MinToKeep && epoch >= options.ExaggerationEpochs;

    /// <summary>Whether an epoch walks through a new tree: each does, or, where forces are kept, every fourth, the first one too.</summary>
    /// <inheritdoc cref="KeepsWalks"/>
    public static bool Walks(TsneOptions options, int count, int epoch) =>
        !KeepsWalks(options, count, epoch) || (epoch - options.ExaggerationEpochs) % WalkEpochs == 0;
}
