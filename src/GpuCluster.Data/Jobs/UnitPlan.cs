using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Jobs;

/// <summary>All units of a job by their numbers, and which of them a unit needs.</summary>
public sealed class UnitPlan
{
    private readonly int _shards;
    private readonly bool _isExact;

    /// <summary>Plans a job.</summary>
    /// <exception cref="UnusableInputException">There would be more units than an integer counts.</exception>
    public UnitPlan(JobManifest manifest)
    {
        _shards = manifest.Shards;
        _isExact = manifest.Settings.Exact;
        List<UnitStage> stages = [];
        void Add(UnitKind kind, long count)
        {
            long first = stages.Count == 0 ? 0 : stages[^1].First + (long)stages[^1].Count;
            if (first + count > int.MaxValue)
                throw new UnusableInputException($"{first + count} units of work are too many; take larger shards");
            stages.Add(new UnitStage(kind, (int)first, (int)count));
        }

        Add(UnitKind.Embed, _shards);
        if (manifest.Settings.Exact)
        {
            Add(UnitKind.Pair, _shards * (_shards + 1L) / 2);
            Add(UnitKind.Merge, _shards);
        }
        else
        {
            Add(UnitKind.Centres, 1);
            Add(UnitKind.Assign, _shards);
            Add(UnitKind.Cluster, manifest.Clusters);
            Add(UnitKind.Merge, _shards);
            Add(UnitKind.Recall, 1);
            Add(UnitKind.Descent, _shards);
            Add(UnitKind.FinalRecall, 1);
        }

        Stages = stages;
        Count = stages[^1].First + stages[^1].Count;
    }

    /// <summary>The stages in their order.</summary>
    public IReadOnlyList<UnitStage> Stages { get; }

    /// <summary>Units of all stages.</summary>
    public int Count { get; }

    /// <summary>The kind of a unit, and its number within its stage.</summary>
    public (UnitKind Kind, int Index) this[int unit]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)unit, (uint)Count, nameof(unit));
            UnitStage stage = Stages.Last(each => each.First <= unit && each.Count > 0);
            return (stage.Kind, unit - stage.First);
        }
    }

    /// <summary>The number of a unit.</summary>
    public int UnitOf(UnitKind kind, int index) => Stages.Single(stage => stage.Kind == kind).First + index;

    /// <summary>The two shards of a pair: the first not above the second.</summary>
    public static (int First, int Second) ShardsOf(int pair)
    {
        // Pair (i, j) is number j (j + 1) / 2 + i.
        int second = (int)((Math.Sqrt((8.0 * pair) + 1) - 1) / 2);
        while ((second + 1L) * (second + 2) / 2 <= pair)
            second++;
        while (second * (second + 1L) / 2 > pair)
            second--;
        return ((int)(pair - (second * (second + 1L) / 2)), second);
    }

    /// <summary>The number of a pair of shards.</summary>
    public static int PairOf(int first, int second) => (int)((second * (second + 1L) / 2) + first);

    /// <summary>What a unit looks like in a message, for example "embed 3".</summary>
    public string NameOf(int unit)
    {
        (UnitKind kind, int index) = this[unit];
        return $"{kind.ToString().ToLowerInvariant()} {index}";
    }

    /// <summary>The units whose outputs a unit reads.</summary>
    public IEnumerable<int> InputsOf(int unit)
    {
        (UnitKind kind, int index) = this[unit];
        return StagesFor(kind).SelectMany(All).Concat(UnitsFor(kind, index));
    }

    /// <summary>The units that are not finished and whose inputs are, in ascending order.</summary>
    /// <param name="finished">Of each unit, whether it is finished.</param>
    public IReadOnlyList<int> Ready(bool[] finished)
    {
        HashSet<UnitKind> whole =
        [
            .. Stages.Where(stage => !finished.AsSpan(stage.First, stage.Count).Contains(false)).Select(stage => stage.Kind),
        ];
        List<int> ready = [];
        foreach (UnitStage stage in Stages.Where(stage => !whole.Contains(stage.Kind) && StagesFor(stage.Kind).All(whole.Contains)))
        {
            for (int index = 0; index < stage.Count; index++)
            {
                if (!finished[stage.First + index] && UnitsFor(stage.Kind, index).All(unit => finished[unit]))
                    ready.Add(stage.First + index);
            }
        }

        return ready;
    }

    // The stages of which a unit reads all outputs.
    private UnitKind[] StagesFor(UnitKind kind) =>
        kind switch
        {
            UnitKind.Embed or UnitKind.Assign or UnitKind.Pair => [],
            UnitKind.Centres => [UnitKind.Embed],
            UnitKind.Cluster => [UnitKind.Embed, UnitKind.Assign],
            UnitKind.Merge => _isExact ? [] : [UnitKind.Cluster],
            UnitKind.Recall => [UnitKind.Embed, UnitKind.Merge],
            UnitKind.Descent => [UnitKind.Embed, UnitKind.Merge, UnitKind.Recall],
            _ => [UnitKind.Embed, UnitKind.Merge, UnitKind.Recall, UnitKind.Descent],
        };

    // Single units whose outputs a unit reads.
    private IEnumerable<int> UnitsFor(UnitKind kind, int index)
    {
        switch (kind)
        {
            case UnitKind.Assign:
                return [UnitOf(UnitKind.Embed, index), UnitOf(UnitKind.Centres, 0)];
            case UnitKind.Pair:
                (int first, int second) = ShardsOf(index);
                return first == second ? [first] : [first, second];
            case UnitKind.Merge when _isExact:
                int pairs = UnitOf(UnitKind.Pair, 0);
                return Enumerable.Range(0, _shards).Select(other => pairs + PairOf(Math.Min(index, other), Math.Max(index, other)));
            default:
                return [];
        }
    }

    private IEnumerable<int> All(UnitKind kind)
    {
        UnitStage stage = Stages.Single(each => each.Kind == kind);
        return Enumerable.Range(stage.First, stage.Count);
    }
}
