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

    /// <inheritdoc cref="TsneSchedule.KeepsWalks"/>
    public bool KeepsWalks(int count) => TsneSchedule.KeepsWalks(_schedule, count, Epoch);

    /// <inheritdoc cref="TsneSchedule.Walks"/>
    public bool Walks(int count) => TsneSchedule.Walks(_schedule, count, Epoch);

    /// <inheritdoc cref="TsneSchedule.LearningRate"/>
    public double LearningRate(int count) => TsneSchedule.LearningRate(_schedule, count, Epoch);

    /// <summary>Counts a finished epoch.</summary>
    public void Advance() => Epoch++;

    /// <summary>Returns to epoch 0 with the present options.</summary>
    public void Restart() => (Epoch, _schedule) = (0, Options);

    /// <summary>Adds the schedule to what a stepper keeps.</summary>
    /// <param name="moment">Of the stepper.</param>
    public LayoutMoment Keep(LayoutMoment moment) => moment with { ExaggerationEpochs = _schedule.ExaggerationEpochs };

    /// <summary>Goes to where a layout was, with the present options.</summary>
    /// <param name="moment">Its positions are the stepper's to place.</param>
    /// <param name="count">n.</param>
    /// <exception cref="ArgumentException">Other points than the stepper's, or an epoch beyond the schedule.</exception>
    public void GoBackTo(LayoutMoment moment, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(moment.Positions.Length, count, nameof(moment));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(moment.Epoch, moment.Epochs, nameof(moment));
        _schedule = Options with { Epochs = moment.Epochs, ExaggerationEpochs = moment.ExaggerationEpochs };
        Epoch = moment.Epoch;
    }

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
