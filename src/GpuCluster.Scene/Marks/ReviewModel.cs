using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Selection;

namespace GpuCluster.Scene.Marks;

/// <summary>Samples whose class is likely wrong, gone through one by one. Frame thread.</summary>
/// <remarks>
/// How it works. The sample that is judged is the focus of the selection, and verdicts are marks: so undo goes back to the sample and
/// takes its verdict back in one step.
/// </remarks>
/// <param name="selection">The focus is the sample that is judged.</param>
/// <param name="marks">Takes the verdicts.</param>
/// <param name="ask">Receives the request to find such samples.</param>
public sealed class ReviewModel(SelectionModel selection, MarksModel marks, Action<SceneRequest> ask)
{
    private Dictionary<int, int> _placeOf = [];
    private int _at;

    /// <summary>Changes whenever the list does; verdicts change the selection's.</summary>
    public long Version { get; private set; }

    /// <summary>The samples, the surest first; null before they were asked for.</summary>
    public IReadOnlyList<Suspect>? Suspects { get; private set; }

    /// <summary>True from the request until the samples arrive.</summary>
    public bool IsWaiting { get; private set; }

    /// <summary>How many have a verdict.</summary>
    public int Done => Suspects?.Count(IsDone) ?? 0;

    /// <summary>The place of the one that is judged; null if there is none.</summary>
    public int? At
    {
        get
        {
            if (Suspects is not { Count: > 0 } all)
                return null;
            if (selection.Focus is { } focus && _placeOf.TryGetValue(focus, out int place))
                _at = place;
            return Math.Clamp(_at, 0, all.Count - 1);
        }
    }

    /// <summary>Asks for the samples.</summary>
    public void Find()
    {
        IsWaiting = true;
        Version++;
        ask(new SceneRequest.FindWrongLabels());
    }

    /// <summary>Receives the samples and selects the first without a verdict.</summary>
    public void Set(IReadOnlyList<Suspect> suspects)
    {
        (Suspects, IsWaiting, _at) = (suspects, false, 0);
        _placeOf = suspects.Index().ToDictionary(pair => pair.Item.Sample, pair => pair.Index);
        Version++;
        if (NextFrom(0) is { } first)
            Go(first);
    }

    /// <summary>Selects the sample at a place.</summary>
    public void Go(int place)
    {
        if (Suspects is not { } all || place < 0 || place >= all.Count)
            return;
        _at = place;
        selection.Select(all[place].Sample);
    }

    /// <summary>Gives the sample the suggested class and goes to the next.</summary>
    public void Accept() => Decide(suspect => suspect.Suggested);

    /// <summary>Keeps the sample's class and goes to the next.</summary>
    public void Keep() => Decide(static _ => null);

    /// <summary>Goes to the next without a verdict.</summary>
    public void Skip()
    {
        if (At is { } at)
            Go(NextFrom(at + 1) ?? NextFrom(0) ?? at);
    }

    /// <summary>Whether a sample has a verdict.</summary>
    public bool IsDone(Suspect suspect) => marks.Marks.Confirmed.Contains(suspect.Sample);

    private void Decide(Func<Suspect, string?> classOf)
    {
        if (At is not { } at)
            return;
        Suspect suspect = Suspects![at];
        int? next = NextFrom(at + 1, suspect.Sample) ?? NextFrom(0, suspect.Sample);
        marks.Decide(suspect.Sample, classOf(suspect), next is { } place ? Suspects[place].Sample : suspect.Sample);
        _at = next ?? at;
    }

    private int? NextFrom(int place, int besides = -1)
    {
        for (int i = place; i < (Suspects?.Count ?? 0); i++)
        {
            if (!IsDone(Suspects![i]) && Suspects[i].Sample != besides)
                return i;
        }

        return null;
    }
}
