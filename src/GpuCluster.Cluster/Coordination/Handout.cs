namespace GpuCluster.Cluster.Coordination;

/// <summary>
/// Which node gets which unit of a job. Knows neither Orleans nor a file: reports, deaths and looks at the folder come in, orders go out.
/// <para>
/// A unit is held by the node that has it, until the node reports it as finished or failed, reports without it, or dies. So it is given to
/// another node only after a death, and a report that is lost costs nothing. After a start nothing is given out before every living node
/// has said what it holds.
/// </para>
/// <para>
/// Nodes with a GPU come first: while they have room for all free units, the others wait.
/// </para>
/// </summary>
internal sealed class Handout
{
    /// <summary>A unit that failed on so many occasions is not tried again.</summary>
    public const int MaxFailures = 3;

    /// <summary>A finished unit is given out again if a look this much later does not find its output: a shared disk shows files late.</summary>
    public static readonly TimeSpan Late = TimeSpan.FromMinutes(2);

    /// <summary>The time after which silent nodes are no longer waited for at the start.</summary>
    public static readonly TimeSpan MaxSettling = TimeSpan.FromSeconds(30);

    private readonly string _version;
    private readonly TimeProvider _clock;
    private readonly long _startedAt;
    private readonly HashSet<string> _awaited;
    private readonly Dictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly SortedSet<int> _free = [];
    private readonly HashSet<int> _ready = [];
    private readonly HashSet<int> _finished = [];
    private readonly Dictionary<int, long> _reported = [];
    private readonly Dictionary<int, List<(string Silo, UnitFailure Failure)>> _failures = [];
    private string? _manifestHash;
    private int _count;
    private long _looked = -1;
    private bool _isComplete;

    /// <param name="version">The version of this program: nodes of another one get nothing.</param>
    /// <param name="awaited">The silos that live at the start.</param>
    /// <param name="clock">Tells monotonic time.</param>
    public Handout(string version, IEnumerable<string> awaited, TimeProvider clock)
    {
        _version = version;
        _clock = clock;
        _startedAt = clock.GetTimestamp();
        _awaited = new(awaited, StringComparer.Ordinal);
    }

    /// <summary>Why no unit can be given out, as the last look failed; null after one that did not.</summary>
    public string? Problem { get; set; }

    /// <summary>Counts reports of finished or failed units, and deaths: a look that began earlier may be out of date.</summary>
    public long Changes { get; private set; }

    /// <summary>Counts how often the job was started: with a new number, a node forgets why it took no more units.</summary>
    public int Attempt { get; set; }

    /// <summary>Whether no look has shown the folder yet.</summary>
    public bool IsNew => _manifestHash is null;

    /// <summary>Whether nothing is left to give out, so that a new look may show more.</summary>
    public bool NeedsLook => _manifestHash is null || (_free.Count == 0 && !_isComplete);

    /// <summary>Units that no look and no report has called finished.</summary>
    public IReadOnlyList<int> Unfinished => [.. Enumerable.Range(0, _count).Where(unit => !_finished.Contains(unit))];

    public JobState State =>
        _isComplete ? JobState.Finished
        : IsStuck() ? JobState.Failed
        : IsSettling() || _manifestHash is null ? JobState.Settling
        : JobState.Working;

    /// <summary>Takes a report and answers it.</summary>
    public Order Receive(NodeReport report)
    {
        if (!_nodes.TryGetValue(report.Silo, out Node? node))
            _nodes.Add(report.Silo, node = new Node(report.Name));

        if (report.Sequence <= node.Sequence || node.IsLost)
            return new Order([], State, Attempt);

        node.Take(report);
        _awaited.Remove(report.Silo);
        foreach (int unit in report.Done)
            Finish(unit, node);

        foreach (UnitFailure failure in report.Failed)
            Fail(report.Silo, failure, node);

        foreach (int unit in node.Holding.Except(report.Holding).ToArray())
            GiveBack(node, unit);

        node.Holding.UnionWith(report.Holding);
        _free.ExceptWith(report.Holding);
        node.Refusal = report.Refusal ?? RefusalOf(report) ?? node.Refusal;
        if (node.Refusal is { } refusal)
            return new Order([], State, Attempt, refusal);

        int[] units = State == JobState.Working && Problem is null ? [.. Choose(report.Silo, node, report.Wanted)] : [];
        node.Holding.UnionWith(units);
        _free.ExceptWith(units);
        return new Order(units, State, Attempt);
    }

    /// <summary>Takes the list of living silos: what the others held is free again.</summary>
    public void Keep(IReadOnlySet<string> living)
    {
        _awaited.IntersectWith(living);
        foreach ((string silo, Node node) in _nodes)
        {
            if (node.IsLost || living.Contains(silo))
                continue;
            node.IsLost = true;
            Changes++;
            foreach (int unit in node.Holding.ToArray())
                GiveBack(node, unit);
        }
    }

    /// <summary>Takes what the folder says.</summary>
    public void Look(FolderLook look)
    {
        if (_manifestHash is { } known && known != look.ManifestHash)
        {
            Problem = $"the manifest was changed while the job ran: it was {known} and is {look.ManifestHash}; start the job again";
            return;
        }

        Problem = null;
        (_manifestHash, _count) = (look.ManifestHash, look.Count);
        _finished.UnionWith(look.Finished);
        _ready.Clear();
        _free.Clear();
        foreach (int unit in look.Ready)
        {
            if (_reported.TryGetValue(unit, out long at) && _clock.GetElapsedTime(at) < Late)
                continue;
            _reported.Remove(unit);
            _finished.Remove(unit);
            _ready.Add(unit);
            if (!IsGivenUp(unit) && !IsHeld(unit))
                _free.Add(unit);
        }

        _looked = look.Started;
        _isComplete = _finished.Count == _count && _looked == Changes && !AnyHeld();
    }

    public JobProgress Progress() =>
        new()
        {
            State = State,
            Total = _count,
            Done = _finished.Count,
            Nodes =
            [
                .. _nodes
                    .OrderBy(pair => pair.Value.Name, StringComparer.Ordinal)
                    .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                    .Select(pair => pair.Value.Progress(pair.Key)),
            ],
            Failed = [.. _failures.Where(pair => IsGivenUp(pair.Key)).OrderBy(pair => pair.Key).Select(pair => pair.Value[^1].Failure)],
            Problem = Problem,
        };

    private void Finish(int unit, Node node)
    {
        node.Holding.Remove(unit);
        node.Done++;
        _finished.Add(unit);
        _failures.Remove(unit);
        _free.Remove(unit);
        _reported[unit] = _clock.GetTimestamp();
        Changes++;
    }

    private void Fail(string silo, UnitFailure failure, Node node)
    {
        if (!failure.IsOfNode)
        {
            if (!_failures.TryGetValue(failure.Unit, out List<(string, UnitFailure)>? failures))
                _failures.Add(failure.Unit, failures = []);

            failures.Add((silo, failure));
        }

        GiveBack(node, failure.Unit);
        Changes++;
    }

    private void GiveBack(Node node, int unit)
    {
        node.Holding.Remove(unit);
        if (_ready.Contains(unit) && !_finished.Contains(unit) && !IsGivenUp(unit) && !IsHeld(unit))
            _free.Add(unit);
    }

    private string? RefusalOf(NodeReport report) =>
        report.Version != _version
            ? $"its program is {report.Version}, and the coordinator's is {_version}; install the same one on every node"
        : _manifestHash is { } hash && report.ManifestHash != hash
            ? $"its manifest is {report.ManifestHash}, and the coordinator's is {hash}; the folder is not the same one"
        : null;

    private IEnumerable<int> Choose(string silo, Node node, int wanted)
    {
        if (!node.HasGpu && _free.Count <= _nodes.Values.Sum(other => other.FreeGpuSlots))
            return [];
        bool FailedHere(int unit) =>
            _failures.TryGetValue(unit, out List<(string Silo, UnitFailure Failure)>? failures) && failures.Any(each => each.Silo == silo);
        bool IsAlone() => !_nodes.Any(pair => pair.Key != silo && pair.Value.TakesUnits);
        return _free.Where(unit => !FailedHere(unit) || IsAlone()).Take(wanted);
    }

    private bool IsSettling() => _awaited.Count > 0 && _clock.GetElapsedTime(_startedAt) < MaxSettling;

    private bool IsStuck() => _looked == Changes && _free.Count == 0 && !AnyHeld() && _failures.Keys.Any(IsGivenUp);

    private bool IsGivenUp(int unit) => _failures.TryGetValue(unit, out List<(string, UnitFailure)>? failures) && failures.Count >= MaxFailures;

    private bool IsHeld(int unit) => _nodes.Values.Any(node => !node.IsLost && node.Holding.Contains(unit));

    private bool AnyHeld() => _nodes.Values.Any(node => !node.IsLost && node.Holding.Count > 0);

    private sealed class Node(string name)
    {
        public string Name { get; } = name;

        public long Sequence { get; private set; }

        public bool HasGpu { get; private set; }

        public HashSet<int> Holding { get; } = [];

        public int Done { get; set; }

        public bool IsLost { get; set; }

        public string? Refusal { get; set; }

        public bool TakesUnits => !IsLost && Refusal is null;

        /// <summary>Units that it could begin now on its GPU.</summary>
        public int FreeGpuSlots => HasGpu && TakesUnits ? Math.Max(0, Slots - Holding.Count) : 0;

        private int Slots { get; set; }

        public void Take(NodeReport report) => (Sequence, HasGpu, Slots, Refusal) = (report.Sequence, report.HasGpu, report.Slots, null);

        public NodeProgress Progress(string silo) => new(Name, silo, Done, IsLost ? 0 : Holding.Count, IsLost, Refusal);
    }
}
