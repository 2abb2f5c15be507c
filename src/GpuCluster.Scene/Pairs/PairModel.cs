using System.Numerics;
using GpuCluster.Scene.Grid;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Selection;
using GpuCluster.Scene.Similarity;

namespace GpuCluster.Scene.Pairs;

/// <summary>Two pictures beside each other, and which two. Frame thread.</summary>
/// <remarks>
/// How it works. The left picture stays, and the right one steps through a list that is taken when the view is opened: the selection; else
/// the near-duplicates of the focus; else the open grid; else what is nearest to the focus. The program decodes both and returns them as
/// they come. Both pictures and their difference are seen through one window, so that the same part of each is seen.
/// </remarks>
public sealed class PairModel
{
    /// <summary>The largest magnification.</summary>
    public const float MaxZoom = 64;

    private readonly SelectionModel _selection;
    private readonly GridModel _grid;
    private readonly SimilarityModel _similarity;
    private readonly Action<SceneRequest> _ask;
    private int[] _others = [];
    private int _place;

    /// <param name="selection">The first choice of what is compared.</param>
    /// <param name="grid">Another.</param>
    /// <param name="similarity">Groups of near-duplicates, and nearest samples.</param>
    /// <param name="ask">Receives requests to the program.</param>
    public PairModel(SelectionModel selection, GridModel grid, SimilarityModel similarity, Action<SceneRequest> ask) =>
        (_selection, _grid, _similarity, _ask) = (selection, grid, similarity, ask);

    /// <summary>Changes whenever anything here does.</summary>
    public long Version { get; private set; }

    /// <summary>Whether two pictures are shown.</summary>
    public bool IsShown { get; private set; }

    /// <summary>The sample on the left.</summary>
    public int Left { get; private set; }

    /// <summary>The sample on the right.</summary>
    public int Right => _others.Length > 0 ? _others[_place] : Left;

    /// <summary>Samples that can be compared with the left one.</summary>
    public int Count => _others.Length;

    /// <summary>Which of them is shown, from 0.</summary>
    public int Place => _place;

    /// <summary>What is known of both.</summary>
    public PairContent Content { get; private set; } = PairContent.Empty;

    /// <summary>Magnification over the size at which the whole picture is seen, 1 to <see cref="MaxZoom"/>.</summary>
    public float Zoom { get; private set; } = 1;

    /// <summary>The middle of what is seen, in shares of the picture, 0 to 1.</summary>
    public Vector2 Centre { get; private set; } = new(0.5f);

    /// <summary>Opens the view if there are two samples to compare; closes it if it is open.</summary>
    /// <returns>False if there are not two.</returns>
    public bool Toggle()
    {
        if (IsShown)
        {
            Close();
            return true;
        }

        int[] all = Candidates();
        if (all.Length < 2)
            return false;
        IsShown = true;
        int left = Array.IndexOf(all, _selection.Focus ?? all[0]);
        Left = all[Math.Max(0, left)];

        // The next in the list is the first to be compared.
        _others = [.. all.Skip(left + 1).Concat(all.Take(left + 1)).Where(sample => sample != Left)];
        Go(0);
        return true;
    }

    /// <summary>Closes the view and drops the pictures.</summary>
    public void Close()
    {
        if (!IsShown)
            return;
        IsShown = false;
        Content = PairContent.Empty;
        _ask(new SceneRequest.ShowPair(null));
        Version++;
    }

    /// <summary>Compares with the next sample, or with the one before; after the last comes the first.</summary>
    public void Step(int step)
    {
        if (IsShown && _others.Length > 1)
            Go((((_place + step) % _others.Length) + _others.Length) % _others.Length);
    }

    /// <summary>Receives what is known of two samples; drops it if others are shown by now.</summary>
    public void Set(int left, int right, PairContent content)
    {
        if (!IsShown || (left, right) != (Left, Right))
            return;
        Content = content;
        Version++;
    }

    /// <summary>Magnifies around a place that stays where it is.</summary>
    /// <param name="factor">More than 1 magnifies.</param>
    /// <param name="at">In shares of the picture.</param>
    public void ZoomBy(float factor, Vector2 at)
    {
        float zoom = Math.Clamp(Zoom * factor, 1, MaxZoom);
        Centre = at + ((Centre - at) * Zoom / zoom);
        Zoom = zoom;
        Version++;
    }

    /// <summary>Moves what is seen, in shares of the picture.</summary>
    public void PanTo(Vector2 centre)
    {
        Centre = Vector2.Clamp(centre, Vector2.Zero, Vector2.One);
        Version++;
    }

    /// <summary>Shows the whole pictures.</summary>
    public void ShowWhole()
    {
        (Zoom, Centre) = (1, new Vector2(0.5f));
        Version++;
    }

    private int[] Candidates()
    {
        if (_selection.Count > 1)
            return InOrder(_selection.Selected);
        if (_selection.Focus is not { } focus)
            return _grid.IsShown ? [.. _grid.Samples] : [];
        if (_similarity.Groups is { } groups && groups.GroupOf[focus] is >= 0 and int group)
            return groups.Groups[group].Members;
        if (_grid.IsShown && _grid.Samples.Contains(focus))
            return [.. _grid.Samples];
        return _similarity.Sample == focus ? [focus, .. _similarity.Nearest.Select(near => near.Sample)] : [];
    }

    // As the open grid sorts them.
    private int[] InOrder(PointSet selected) =>
        _grid.IsShown && _grid.Samples.Count(selected.Contains) == selected.Count
            ? [.. _grid.Samples.Where(selected.Contains)]
            : selected.ToArray();

    private void Go(int place)
    {
        _place = place;
        Content = PairContent.Empty;
        (Zoom, Centre) = (1, new Vector2(0.5f));
        _ask(new SceneRequest.ShowPair((Left, Right)));
        Version++;
    }
}
