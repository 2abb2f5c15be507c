using GpuCluster.Pipeline.Progress;

namespace GpuCluster.App.Output;

/// <summary>
/// Estimates how long a run of several stages still takes. Each stage has a planned weight; what the finished share of all weights took so
/// far is extrapolated over the share that is left. Weights only have to be right to each other.
/// </summary>
internal sealed class TimeLeft
{
    private IReadOnlyList<PlannedStage> _plan = [];
    private int _current = -1;
    private double _doneWeight;

    public int StageNumber => _current + 1;

    public int StageCount => _plan.Count;

    public void Plan(IReadOnlyList<PlannedStage> plan)
    {
        _plan = plan;
        _current = -1;
        _doneWeight = 0;
    }

    /// <summary>Enters a stage. Planned stages that were skipped count as done.</summary>
    public void Begin(string stage)
    {
        for (int next = _current + 1; next < _plan.Count; next++)
        {
            if (_plan[next].Name == stage)
            {
                _doneWeight = _plan.Take(next).Sum(s => s.Weight);
                _current = next;
                return;
            }
        }
    }

    /// <summary>The seconds left after <paramref name="elapsedSeconds"/> of the run, or null while too little is done to tell.</summary>
    /// <param name="stageFraction">Share of the current stage that is done, 0 to 1.</param>
    /// <param name="elapsedSeconds">Seconds since the run began.</param>
    public double? Seconds(double stageFraction, double elapsedSeconds)
    {
        if (_current < 0)
            return null;

        double total = _plan.Sum(s => s.Weight);
        double done = _doneWeight + (_plan[_current].Weight * Math.Clamp(stageFraction, 0, 1));
        return done < 0.02 * total || elapsedSeconds < 0.3 ? null : elapsedSeconds * (total - done) / done;
    }
}
