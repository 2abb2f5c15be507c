using System.Numerics;
using GpuCluster.Core.Layouts.Tsne;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Similarity;

namespace GpuCluster.Scene.Requests;

/// <summary>
/// A user's request, by key, mouse or panel, that the scene cannot handle itself. Received with <c>SceneState.TryNextRequest</c>.
/// </summary>
public abstract record SceneRequest
{
    private SceneRequest() { }

    /// <summary>The program ends: by a key, or by the window's close button.</summary>
    public sealed record Quit : SceneRequest;

    /// <summary>
    /// The user is asked whether to end the program, as something is not saved; the key or the close button again ends it.
    /// </summary>
    public sealed record AskToQuit : SceneRequest;

    /// <summary>The layout starts again; what it leaves is kept.</summary>
    public sealed record Restart(KeptLayout Kept) : SceneRequest;

    /// <summary>The layout goes back to what was kept.</summary>
    public sealed record GoBack(KeptLayout Kept) : SceneRequest;

    /// <summary>The layout pauses or goes on.</summary>
    public sealed record TogglePause : SceneRequest;

    /// <summary>The layout runs one epoch and pauses.</summary>
    public sealed record StepOnce : SceneRequest;

    /// <summary>The layout continues with other options. A changed number of neighbours rebuilds the graph.</summary>
    public sealed record Steer(UmapOptions Options) : SceneRequest;

    /// <summary>The same for a t-SNE layout, whose perplexity stays.</summary>
    public sealed record SteerTsne(TsneOptions Options) : SceneRequest;

    /// <summary>A finished layout continues for a number of epochs from its present state, which is kept.</summary>
    public sealed record Continue(int Epochs, KeptLayout Kept) : SceneRequest;

    /// <summary>Points are moved, by dragging or by a perturbation.</summary>
    public sealed record Move(int[] Points, Vector3[] Positions) : SceneRequest;

    /// <summary>These points, and no others, are pinned.</summary>
    public sealed record Pin(int[] Points) : SceneRequest;

    /// <summary>An earlier epoch is shown; null returns to the live layout.</summary>
    public sealed record ShowEpoch(double? Epoch) : SceneRequest;

    /// <summary>The cosines of this sample with all others are wanted; null: no longer.</summary>
    public sealed record CompareTo(int? Sample) : SceneRequest;

    /// <summary>The cosines of all samples with this text are wanted, in place of those with a sample.</summary>
    public sealed record CompareToText(string Text) : SceneRequest;

    /// <summary>Near-duplicates are grouped down to this cosine; null: by the look of the pictures.</summary>
    public sealed record FindGroups(float? MinCosine, GroupLinkage Linkage) : SceneRequest;

    /// <summary>The samples are divided into the given number of clusters.</summary>
    public sealed record FindClusters(int Count) : SceneRequest;

    /// <summary>The dense clusters of the positions as they are now are wanted, as many as there are.</summary>
    public sealed record FindDenseClusters : SceneRequest;

    /// <summary>The list of all commands is opened.</summary>
    public sealed record FindCommand : SceneRequest;

    /// <summary>The keyboard goes to the line for search and filter.</summary>
    public sealed record Search : SceneRequest;

    /// <summary>Samples whose class is likely wrong are wanted.</summary>
    public sealed record FindWrongLabels : SceneRequest;

    /// <summary>Tags and new classes are written as a .csv.</summary>
    public sealed record ExportMarks : SceneRequest;

    /// <summary>A file is opened in the system's viewer.</summary>
    public sealed record OpenFile(string Path) : SceneRequest;

    /// <summary>The folder of a file is shown by the system.</summary>
    public sealed record ShowFolder(string Path) : SceneRequest;

    /// <summary>A text goes to the clipboard.</summary>
    public sealed record CopyText(string Text) : SceneRequest;

    /// <summary>Two samples are compared at full size; null: no longer.</summary>
    public sealed record ShowPair((int Left, int Right)? Samples) : SceneRequest;

    /// <summary>The best sample of each group is wanted.</summary>
    public sealed record ChooseKept(IReadOnlyList<int[]> Groups, KeepCriterion First) : SceneRequest;

    /// <summary>A text is shown to the user.</summary>
    public sealed record Say(string Text) : SceneRequest;

    /// <summary>The panels are shown, or no longer.</summary>
    public sealed record TogglePanels : SceneRequest;

    /// <summary>The picture is saved.</summary>
    /// <param name="Path">Where; null: under the next free name of the folder for pictures.</param>
    /// <param name="Done">Called once, with null or with the reason why it is not saved; null: a message says it.</param>
    public sealed record SaveScreenshot(string? Path = null, Action<string?>? Done = null) : SceneRequest;

    /// <summary>A film of what is seen begins, or ends and is saved.</summary>
    public sealed record ToggleFilm : SceneRequest;

    /// <summary>The scene is saved as a .gpc.</summary>
    public sealed record SaveScene : SceneRequest;

    /// <summary>The selection is written: .csv of files and columns, .npy and .ply of positions.</summary>
    public sealed record ExportSelection : SceneRequest;

    /// <summary>Vectors, columns and pictures are written as TensorBoard's projector reads them.</summary>
    public sealed record ExportProjector : SceneRequest;

    /// <summary>The recorded camera path is saved.</summary>
    public sealed record SaveCameraPath : SceneRequest;
}
