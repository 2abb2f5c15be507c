using GpuCluster.Core.Similarity;
using GpuCluster.Scene.Grid;
using GpuCluster.Scene.Marks;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Selection;
using GpuCluster.Scene.Similarity;

namespace GpuCluster.Scene.Pairs;

/// <summary>Tags the better of near-duplicates and the others, as rules say. Frame thread.</summary>
public sealed class KeepModel
{
    /// <summary>The tag of those that are kept.</summary>
    public const string KeptTag = "keep";

    /// <summary>The tag of the others.</summary>
    public const string OtherTag = "remove";

    private readonly SelectionModel _selection;
    private readonly GridModel _grid;
    private readonly PairModel _pair;
    private readonly SimilarityModel _similarity;
    private readonly MarksModel _marks;
    private readonly Action<SceneRequest> _ask;

    /// <param name="selection">What is chosen from, if no pair and no grid of it is shown.</param>
    /// <param name="grid">The grid of the selection.</param>
    /// <param name="pair">The two pictures that are compared.</param>
    /// <param name="similarity">Groups of near-duplicates.</param>
    /// <param name="marks">Receives the tags.</param>
    /// <param name="ask">Receives requests to the program, which reads the files.</param>
    public KeepModel(
        SelectionModel selection,
        GridModel grid,
        PairModel pair,
        SimilarityModel similarity,
        MarksModel marks,
        Action<SceneRequest> ask
    ) => (_selection, _grid, _pair, _similarity, _marks, _ask) = (selection, grid, pair, similarity, marks, ask);

    /// <summary>Changes whenever anything here does.</summary>
    public long Version { get; private set; }

    /// <summary>What decides first; what it leaves open, more pixels and then more bytes decide.</summary>
    public KeepCriterion First { get; private set; }

    /// <summary>True from the request until the tags are set.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>The samples that one is kept of: the pair, the grid of the selection, or the selection; fewer than two: none.</summary>
    public IReadOnlyList<int> Chosen =>
        _pair.IsShown ? [_pair.Left, _pair.Right]
        : _grid is { IsShown: true, Source: GridSource.Selection } ? _grid.Samples
        : _selection.Selected.ToArray();

    /// <summary>Sets what decides first.</summary>
    public void Use(KeepCriterion first)
    {
        First = first;
        Version++;
    }

    /// <summary>Requests the best of <see cref="Chosen"/>.</summary>
    public void Keep()
    {
        IReadOnlyList<int> chosen = Chosen;
        if (chosen.Count <= 1)
            return;
        int[] all = [.. chosen];
        Ask([all]);
    }

    /// <summary>Requests the best of every group of near-duplicates.</summary>
    public void KeepOfGroups()
    {
        if (_similarity.Groups is { Groups.Count: > 0 } groups)
            Ask([.. groups.Groups.Select(group => group.Members)]);
    }

    /// <summary>Receives what is kept and tags it and the others, as one action.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="kept">One sample of each.</param>
    public void Set(IReadOnlyList<int[]> groups, IReadOnlyList<int> kept)
    {
        IsWaiting = false;
        Version++;
        PointSet best = PointSet.Of(_selection.Selected.Universe, [.. kept]);
        PointSet others = PointSet.Of(_selection.Selected.Universe, [.. groups.SelectMany(group => group)]).Except(best);
        _marks.Tag([(OtherTag, others), (KeptTag, best)]);
    }

    /// <summary>The request failed.</summary>
    public void GiveUp()
    {
        IsWaiting = false;
        Version++;
    }

    private void Ask(int[][] groups)
    {
        if (IsWaiting)
            return;
        IsWaiting = true;
        Version++;
        _ask(new SceneRequest.ChooseKept(groups, First));
    }
}
