using System.Diagnostics;
using GpuCluster.Core.Errors;
using GpuCluster.Pipeline.Progress;

namespace GpuCluster.App.Output;

/// <summary>
/// Progress on standard error. On a terminal: one line that is drawn over, with a bar, the tensor's shape and the time left. Elsewhere: one
/// line when a stage ends. Warnings are always shown, and a log receives everything. Thread-safe; a bar is drawn ten times a second at
/// most.
/// </summary>
internal sealed class ConsoleProgress(TerminalWriter error, bool terminal, bool quiet, RunLog? log) : IRunProgress
{
    private const int BarWidth = 24;
    private const string EraseLine = "\r\e[2K";
    private static readonly TimeSpan RedrawEvery = TimeSpan.FromMilliseconds(100);
    private readonly Lock _gate = new();
    private readonly TimeLeft _left = new();
    private readonly Stopwatch _run = Stopwatch.StartNew();
    private readonly List<(string Stage, double Seconds)> _seconds = [];
    private string? _stage;
    private string _shape = "";
    private double _fraction;
    private TimeSpan _stageBegan;
    private TimeSpan _drawn;
    private bool _lineOpen;

    /// <summary>The stage that was begun last, or empty.</summary>
    public string LastStage { get; private set; } = "";

    /// <inheritdoc/>
    public void Plan(params IReadOnlyList<PlannedStage> stages)
    {
        lock (_gate)
        {
            _left.Plan(stages);
        }
    }

    /// <inheritdoc/>
    public void Begin(string stage, string shape)
    {
        lock (_gate)
        {
            EndStage();
            _stage = LastStage = stage;
            _shape = shape;
            log?.Write($"{stage} {shape}");
            _fraction = 0;
            _stageBegan = _run.Elapsed;
            _left.Begin(stage);
            Draw(force: true);
        }
    }

    /// <inheritdoc/>
    public void Report(double fraction)
    {
        lock (_gate)
        {
            _fraction = fraction;
            Draw(force: false);
        }
    }

    /// <inheritdoc/>
    public void Warn(string message)
    {
        lock (_gate)
        {
            log?.Write("warning: " + message);
            ClearLine();
            error.WriteLine("warning: " + message);
            Draw(force: true);
        }
    }

    /// <inheritdoc/>
    public void Warn(string message, IReadOnlyList<Remedy> remedies) => Warn(OptionNames.Worded(message, remedies));

    /// <inheritdoc/>
    public void Note(string message, IReadOnlyList<Remedy> remedies) => Say("note: " + OptionNames.Worded(message, remedies));

    /// <inheritdoc/>
    public void Detail(string message) => log?.Write(message);

    /// <summary>Writes a message for the user, unless quiet.</summary>
    public void Say(string message)
    {
        lock (_gate)
        {
            log?.Write(message);
            if (quiet)
                return;

            ClearLine();
            error.WriteLine(message);
        }
    }

    /// <summary>Ends the last stage and gives the terminal's line back.</summary>
    public void Finish()
    {
        lock (_gate)
        {
            EndStage();
            ClearLine();
        }
    }

    /// <summary>Gives the terminal's line back in the middle of a stage, for an error message to follow.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _stage = null;
            ClearLine();
        }
    }

    /// <summary>Seconds of a stage that has ended; 0 for one that never ran.</summary>
    public double SecondsOf(string stage)
    {
        lock (_gate)
        {
            return _seconds.Where(s => s.Stage == stage).Sum(s => s.Seconds);
        }
    }

    private void EndStage()
    {
        if (_stage is null)
            return;

        double seconds = (_run.Elapsed - _stageBegan).TotalSeconds;
        _seconds.Add((_stage, seconds));
        log?.Write($"{_stage} took {seconds:0.000} s");
        if (!quiet)
        {
            ClearLine();
            error.WriteLine($"{error.Say(_stage, 9)} {_shape, -34} {seconds, 8:0.00} s");
        }

        _stage = null;
    }

    private void Draw(bool force)
    {
        if (quiet || !terminal || _stage is null || (!force && _run.Elapsed - _drawn < RedrawEvery))
            return;

        _drawn = _run.Elapsed;
        int filled = (int)Math.Round(Math.Clamp(_fraction, 0, 1) * BarWidth);
        string bar = new string('█', filled) + new string('░', BarWidth - filled);
        string left = _left.Seconds(_fraction, _run.Elapsed.TotalSeconds) is { } seconds ? error.Say($"{Duration(seconds)} left") : "";
        string number = _left.StageCount > 0 ? $"{_left.StageNumber}/{_left.StageCount} " : "";
        error.Mark(EraseLine);
        error.Write($"{number}{error.Say(_stage, 9)} {bar} {_fraction, 4:P0}  {_shape}  {left}");
        _lineOpen = true;
    }

    private void ClearLine()
    {
        if (_lineOpen)
        {
            error.Mark(EraseLine);
            _lineOpen = false;
        }
    }

    private static string Duration(double seconds) => seconds < 90 ? $"{Math.Ceiling(seconds):0} s" : $"{seconds / 60:0.0} min";
}
