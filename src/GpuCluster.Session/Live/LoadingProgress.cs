using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.Session.Live;

/// <summary>Passes progress on and remembers the stage, so that a window can show it too.</summary>
/// <param name="inner">Receives all progress.</param>
/// <param name="changed">Called when another stage begins; any thread.</param>
/// <param name="decoded">Receives the images that are decoded; any thread.</param>
/// <param name="time">The clock of the stages.</param>
internal sealed class LoadingProgress(IRunProgress inner, Action changed, Action<DecodedImage> decoded, TimeProvider time) : IRunProgress
{
    private readonly Lock _gate = new();
    private LoadingStage _stage = new("", "", 0, 0);
    private long _began;

    /// <summary>The stage at work.</summary>
    public LoadingStage Stage
    {
        get
        {
            lock (_gate)
            {
                return _stage with { Seconds = time.GetElapsedTime(_began).TotalSeconds };
            }
        }
    }

    public void Plan(params IReadOnlyList<PlannedStage> stages) => inner.Plan(stages);

    public void Begin(string stage, string shape)
    {
        Set(new LoadingStage(stage, shape, 0, 0));
        inner.Begin(stage, shape);
    }

    public void Report(double fraction)
    {
        lock (_gate)
        {
            _stage = _stage with { Fraction = fraction };
        }

        inner.Report(fraction);
    }

    public void Warn(string message) => inner.Warn(message);

    public void Detail(string message) => inner.Detail(message);

    public void Warn(string message, IReadOnlyList<Remedy> remedies) => inner.Warn(message, remedies);

    public void Note(string message, IReadOnlyList<Remedy> remedies) => inner.Note(message, remedies);

    public void Decoded(DecodedImage image)
    {
        decoded(image);
        inner.Decoded(image);
    }

    private void Set(LoadingStage stage)
    {
        lock (_gate)
        {
            _stage = stage;
            _began = time.GetTimestamp();
        }

        changed();
    }
}
