using System.Text.Json;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Scenes;

/// <summary>
/// What a .gpc keeps of a scene. The file is a zip: scene.json, and every tensor as a .npy that NumPy reads, stored unpacked. Arrays are not copied: they are not written to while the file is.
/// </summary>
/// <param name="Name">What the data set is called.</param>
/// <param name="Positions">Where the n samples are.</param>
public sealed record SceneFile(string Name, Layout Positions)
{
    /// <summary>The newest format this program knows; older ones it reads.</summary>
    public const int Version = 1;

    /// <summary>The data the scene shows, or null where it came from no file. It is not in the scene: pictures and vectors are read from where they are.</summary>
    public SceneSource? Source { get; init; }

    /// <summary>The model that made the vectors, or null where none did.</summary>
    public SceneModel? Model { get; init; }

    /// <summary>How the layout was made, in words.</summary>
    public string Method { get; init; } = "";

    /// <summary>Where the layout started from, or null.</summary>
    public Layout? Initial { get; init; }

    /// <summary>How far the layout is, or null where it is finished and cannot go on. Goes with <see cref="Initial"/> and <see cref="Graph"/>.</summary>
    public SceneRun? Run { get; init; }

    /// <summary>The graph the layout runs on, n vertices, or null.</summary>
    public LayoutGraph? Graph { get; init; }

    /// <summary>The neighbours of the n samples, or null.</summary>
    public KnnGraph? Knn { get; init; }

    /// <summary>The classes, or null.</summary>
    public SampleLabels? Labels { get; init; }

    /// <summary>Columns that came with the data.</summary>
    public IReadOnlyList<SampleColumn> Columns { get; init; } = [];

    /// <summary>The timeline, by ascending epochs.</summary>
    public IReadOnlyList<SceneKeyframe> History { get; init; } = [];

    /// <summary>Which samples are selected, hidden, isolated and pinned.</summary>
    public SceneSelection Selection { get; init; } = new();

    /// <summary>Whatever else is kept, each part as JSON by whom it belongs to: cameras, bookmarks, look, colouring.</summary>
    public IReadOnlyDictionary<string, JsonElement> Sections { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}
