namespace GpuCluster.Core.Layouts.Tsne;

/// <summary>
/// The progress of a t-SNE layout on its schedule, and the options of its next epoch. All steppers share it, so that they handle changes
/// alike.
/// </summary>
public sealed class TsneCourse
{
    private TsneOptions _schedule;

    /// <summary>At epoch 0.</summary>
    /// <exception cref="ArgumentException">A value is invalid.</exception>
    public TsneCourse(TsneOptions options)
    {
        TsneLimits.ThrowIfImpossible(options);
        Options = _schedule = options;
    }

    /// <inheritdoc cref="ITsneStepper.Options"/>
    public TsneOptions Options { get; private set; }

    /// <inheritdoc cref="ILayoutStepper.Epoch"/>
    public int Epoch { get; private set; }

    /// <inheritdoc cref="ILayoutStepper.Epochs"/>
    public int Epochs => _schedule.Epochs;

    /// <inheritdoc cref="TsneSchedule.Exaggeration"/>
    public double Exaggeration => TsneSchedule.Exaggeration(_schedule, Epoch);

    /// <inheritdoc cref="TsneSchedule.Momentum"/>
    public double Momentum => TsneSchedule.Momentum(_schedule, Epoch);

    /// <inheritdoc cref="TsneSchedule.BeginsFresh"/>
    public bool BeginsFresh => TsneSchedule.BeginsFresh(_schedule, Epoch);

    /// <inheritdoc cref="TsneSchedule.LearningRate"/>
    public double LearningRate(int count) => TsneSchedule.LearningRate(_schedule, count, Epoch);

    /// <summary>Counts a finished epoch.</summary>
    public void Advance() => Epoch++;

    /// <summary>Returns to epoch 0 with the present options.</summary>
    public void Restart() => (Epoch, _schedule) = (0, Options);

    /// <inheritdoc cref="ITsneStepper.Steer"/>
    public void Steer(TsneOptions options)
    {
        TsneLimits.ThrowIfUnsteerable(Options, options);
        Options = options;
        _schedule = options with { Epochs = _schedule.Epochs, ExaggerationEpochs = _schedule.ExaggerationEpochs };
    }

    /// <inheritdoc cref="IContinuingStepper.Continue"/>
    public void Continue(int epochs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        (Epoch, _schedule) = (0, Options with { Epochs = epochs, ExaggerationEpochs = 0 });
    }
}
