using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Timeline;

/// <summary>
/// The epoch that is shown: the live one, an earlier one, or a playback at some speed. It requests it by
/// <see cref="SceneRequest.ShowEpoch"/>, at most once per picture.
/// </summary>
/// <remarks>
/// The frame thread calls everything but <see cref="AddFigures"/> and <see cref="Restart"/>, which any thread may call, and
/// <see cref="History"/>, which documents its own threads.
/// </remarks>
public sealed class TimelineModel
{
    /// <summary>Epochs a second, forward or backward.</summary>
    public const double SlowestSpeed = 0.1;

    /// <inheritdoc cref="SlowestSpeed"/>
    public const double FastestSpeed = 100;

    /// <summary>The speed to begin with.</summary>
    public const double FirstSpeed = 20;

    private readonly Action<SceneRequest> _ask;
    private readonly FigureSeries[] _figures = [.. Enum.GetValues<FigureKind>().Select(kind => new FigureSeries(kind))];
    private double? _epoch;
    private double? _asked;
    private double _speed = FirstSpeed;
    private int _trailEpochs;
    private long _changes;
    private long _restarts;
    private long _restartsSeen;

    // The next picture is the first one played: time before it does not count.
    private bool _isBeginning;
    private (long History, double Epoch, int Epochs, PointSet? Points, uint[]? Rgba) _trailsOf = (-1, 0, 0, null, null);
    private IReadOnlyList<LineVertex> _trails = [];

    /// <summary>A timeline that is live.</summary>
    /// <param name="history">What is recorded.</param>
    /// <param name="ask">Receives requests to the program.</param>
    public TimelineModel(EpochHistory history, Action<SceneRequest> ask) => (History, _ask) = (history, ask);

    /// <summary>The recorded epochs.</summary>
    public EpochHistory History { get; }

    /// <summary>The figures over the epochs, one for each <see cref="FigureKind"/> in its order; empty ones too.</summary>
    public IReadOnlyList<FigureSeries> Figures => _figures;

    /// <summary>Changes whenever a panel or the picture would show the timeline differently. Any thread.</summary>
    public long Version => Interlocked.Read(ref _changes) + History.Version;

    /// <summary>True while the newest epoch is shown as it comes.</summary>
    public bool IsLive => _epoch is null;

    /// <summary>The epoch that is shown, a fraction while playing; live: the newest recorded, 0 where there is none.</summary>
    public double Epoch => _epoch ?? History.Range?.Last ?? 0;

    /// <summary>Epochs with names, ascending; empty if the timeline is a single run of epochs.</summary>
    public IReadOnlyList<TimelineStation> Stations { get; private set; } = [];

    /// <summary>The place of the shown epoch among the stations: at one, or between two; null if there are none.</summary>
    public string? StationName
    {
        get
        {
            TimelineStation? last = Stations.LastOrDefault(station => station.Epoch <= Epoch),
                next = Stations.FirstOrDefault(station => station.Epoch >= Epoch);
            return last is null || next is null || last == next ? (last ?? next)?.Name : $"{last.Name} to {next.Name}";
        }
    }

    /// <summary>True while one epoch after the other is shown.</summary>
    public bool IsPlaying { get; private set; }

    /// <summary>Epochs a second, 0.1 to 100; backward below 0. Clamped.</summary>
    public double Speed
    {
        get => _speed;
        set
        {
            double speed = Math.CopySign(Math.Clamp(Math.Abs(value), SlowestSpeed, FastestSpeed), value);
            if (double.IsNaN(speed) || speed.Equals(_speed))
                return;
            _speed = speed;
            Changed();
        }
    }

    /// <summary>How many epochs back the trails of selected points reach; 0: none are drawn.</summary>
    public int TrailEpochs
    {
        get => _trailEpochs;
        set
        {
            int epochs = Math.Max(0, value);
            if (epochs == _trailEpochs)
                return;
            _trailEpochs = epochs;
            Changed();
        }
    }

    /// <summary>The state that is saved between two sessions, beside <see cref="EpochHistory.Export"/>.</summary>
    public TimelineState State =>
        new()
        {
            Epoch = _epoch,
            Speed = _speed,
            TrailEpochs = _trailEpochs,
            Stations = Stations,
            Figures = _figures.Where(series => series.Points.Count > 0).ToDictionary(series => series.Kind, series => series.Points),
        };

    /// <summary>Restores a saved state. Import the history first, or the shown epoch does not exist.</summary>
    /// <exception cref="ArgumentException">A figure that is not known, a station without a name, or epochs that do not ascend; nothing has
    /// changed then.</exception>
    public void Restore(TimelineState state)
    {
        foreach ((FigureKind kind, IReadOnlyList<FigurePoint> points) in state.Figures)
        {
            if (!Enum.IsDefined(kind))
                throw new ArgumentException($"There is no figure {kind}.", nameof(state));
            for (int i = 0; i < points.Count; i++)
            {
                if (points[i].Epoch < 0 || !double.IsFinite(points[i].Value) || (i > 0 && points[i].Epoch <= points[i - 1].Epoch))
                    throw new ArgumentException($"Figure {kind}: point {i} is not finite, or not after the one before.", nameof(state));
            }
        }

        for (int i = 0; i < state.Stations.Count; i++)
        {
            if (state.Stations[i] is not { Epoch: >= 0, Name: not null } station || (i > 0 && station.Epoch <= state.Stations[i - 1].Epoch))
                throw new ArgumentException($"Station {i} has no name, or is not after the one before.", nameof(state));
        }

        Fill(state);
        (Speed, TrailEpochs) = (state.Speed, state.TrailEpochs);
        if (state.Epoch is { } epoch && !double.IsNaN(epoch))
            Show(epoch);
        else
            ShowLive();
    }

    /// <summary>Any thread: adds the measurements of an epoch. A missing measurement leaves no gap in its series.</summary>
    public void AddFigures(EpochFigures figures)
    {
        Add(FigureKind.Attraction, figures.Epoch, figures.Loss?.Attraction ?? double.NaN);
        Add(FigureKind.Repulsion, figures.Epoch, figures.Loss?.Repulsion ?? double.NaN);
        Add(FigureKind.Loss, figures.Epoch, figures.Loss?.Total ?? double.NaN);
        Add(FigureKind.MeanDisplacement, figures.Epoch, figures.MeanDisplacement);
        Add(FigureKind.NeighbourPreservation, figures.Epoch, figures.NeighbourPreservation);
        Add(FigureKind.LayoutOutliers, figures.Epoch, figures.LayoutOutliers);
        Add(FigureKind.Silhouette, figures.Epoch, figures.Silhouette);
        Add(FigureKind.Divergence, figures.Epoch, figures.Divergence);
        Changed();
    }

    /// <summary>Recording thread: clears history and figures when the layout restarts, and returns to live.</summary>
    public void Restart()
    {
        Interlocked.Increment(ref _restarts);
        History.Clear();
        Stations = [];
        foreach (FigureSeries series in _figures)
            series.Clear();
        Changed();
    }

    /// <summary>Recording thread: drops figures after an epoch, to which the layout went back, and returns to live.</summary>
    public void GoBack(int epoch)
    {
        Interlocked.Increment(ref _restarts);
        foreach (FigureSeries series in _figures)
            series.DropAfter(epoch);
        Changed();
    }

    /// <summary>Recording thread: brings back what a restart cleared, and returns to live.</summary>
    /// <param name="keyframes">The history as it was exported.</param>
    /// <param name="state">Its figures and stations.</param>
    public void GoBack(IReadOnlyList<EpochKeyframe> keyframes, TimelineState state)
    {
        Interlocked.Increment(ref _restarts);
        History.Import(keyframes);
        Fill(state);
        Changed();
    }

    /// <summary>Shows an epoch, clamped to the recorded range, and stops playing. Does nothing if nothing is recorded.</summary>
    /// <param name="epoch">A fraction lies between two epochs. Not NaN.</param>
    public void Show(double epoch)
    {
        if (History.Range is not { } range)
            return;
        (_epoch, IsPlaying) = (Math.Clamp(epoch, range.First, range.Last), false);
        Changed();
    }

    /// <summary>Shows the first recorded epoch.</summary>
    public void ShowBegin() => Show(0);

    /// <summary>Returns to the newest epoch, and stops playing.</summary>
    public void ShowLive()
    {
        (_epoch, IsPlaying) = (null, false);
        Changed();
    }

    /// <summary>Goes a number of epochs forward, or back if negative, to a whole epoch. Beyond the newest it is live.</summary>
    public void Step(int epochs)
    {
        if (History.Range is not { } range)
            return;
        double target = (epochs < 0 ? Math.Ceiling(Epoch) : Math.Floor(Epoch)) + epochs;
        if (IsLive && epochs > 0)
            return;
        if (target > range.Last)
            ShowLive();
        else
            Show(target);
    }

    /// <summary>
    /// Plays from the shown epoch; from the other end if it is the last one in that direction, and from the first if it is live.
    /// </summary>
    public void Play()
    {
        if (History.Range is not { } range)
            return;
        if (_speed > 0 && Epoch >= range.Last)
            _epoch = range.First;
        else if (_speed < 0 && (IsLive || Epoch <= range.First))
            _epoch = range.Last;
        IsPlaying = _isBeginning = true;
        Changed();
    }

    /// <summary>Stops playing, and stays at the epoch that is shown.</summary>
    public void Stop()
    {
        if (!IsPlaying)
            return;
        IsPlaying = false;
        Changed();
    }

    /// <summary>Stops playing, or plays.</summary>
    public void TogglePlaying()
    {
        if (IsPlaying)
            Stop();
        else
            Play();
    }

    /// <summary>
    /// Advances the time and requests the epoch to show. Playback becomes live at the newest epoch; backward it stops at the first.
    /// </summary>
    /// <param name="seconds">Since the last call, 0 or more; the first picture of a playback shows its first epoch, however long nothing
    /// was drawn before.</param>
    public void Advance(double seconds)
    {
        long restarts = Interlocked.Read(ref _restarts);
        if (restarts != _restartsSeen || History.Range is not { } range)
        {
            _restartsSeen = restarts;
            if (!IsLive)
                ShowLive();
        }
        else if (_epoch is { } epoch)
        {
            Move(IsPlaying && !_isBeginning ? epoch + (_speed * seconds) : epoch, range);
        }

        _isBeginning = false;

        if (_asked.Equals(_epoch))
            return;
        _asked = _epoch;
        _ask(new SceneRequest.ShowEpoch(_epoch));
    }

    /// <summary>The trails of points up to the epoch that is shown; the same list until something changes.</summary>
    /// <param name="points">The selected points.</param>
    /// <param name="rgba">The colour of every point; another array where a colour has changed.</param>
    public IReadOnlyList<LineVertex> TrailsOf(PointSet points, uint[] rgba)
    {
        if (_trailEpochs == 0 || points.IsEmpty)
            return [];
        (long Version, double Epoch, int _trailEpochs, PointSet points, uint[] rgba) of = (
            History.Version,
            Epoch,
            _trailEpochs,
            points,
            rgba
        );
        if (_trailsOf != of)
        {
            _trailsOf = of;
            _trails = Trails.Of(History, Epoch, _trailEpochs, points.ToArray(), rgba);
        }

        return _trails;
    }

    private void Move(double epoch, (int First, int Last) range)
    {
        double inside = Math.Clamp(epoch, range.First, range.Last);
        if (IsPlaying && _speed > 0 && epoch >= range.Last)
        {
            ShowLive();
            return;
        }

        if (!inside.Equals(epoch))
            Stop();
        if (inside.Equals(_epoch))
            return;
        _epoch = inside;
        Changed();
    }

    private void Add(FigureKind kind, int epoch, double value) => _figures[(int)kind].Add(epoch, value);

    private void Fill(TimelineState state)
    {
        Stations = state.Stations;
        foreach (FigureSeries series in _figures)
        {
            series.Clear();
            foreach (FigurePoint point in state.Figures.GetValueOrDefault(series.Kind) ?? [])
                series.Add(point.Epoch, point.Value);
        }
    }

    private void Changed() => Interlocked.Increment(ref _changes);
}
