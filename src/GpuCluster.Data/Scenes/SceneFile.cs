using System.Text.Json;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Scenes;

/// <summary>
/// The content of a .gpc. The file is a zip: scene.json, and every tensor as an uncompressed .npy. Arrays are not copied: do not change
/// them while the file is written.
/// </summary>
/// <param name="Name">The name of the data set.</param>
/// <param name="Positions">The positions of the n samples.</param>
public sealed record SceneFile(string Name, Layout Positions)
{
    /// <summary>The newest supported format; older ones can be read.</summary>
    public const int Version = 1;

    /// <summary>
    /// The data that the scene shows, or null if it came from no file. The scene does not contain it: pictures and vectors are read from
    /// their files.
    /// </summary>
    public SceneSource? Source { get; init; }

    /// <summary>The model that made the vectors, or null where none did.</summary>
    public SceneModel? Model { get; init; }

    /// <summary>A description of how the layout was made.</summary>
    public string Method { get; init; } = "";

    /// <summary>The initial layout, or null.</summary>
    public Layout? Initial { get; init; }

    /// <summary>
    /// The progress of the layout, or null if it is finished and cannot continue. Goes with <see cref="Initial"/> and <see cref="Graph"/>.
    /// </summary>
    public SceneRun? Run { get; init; }

    /// <summary>The graph the layout runs on, n vertices, or null.</summary>
    public LayoutGraph? Graph { get; init; }

    /// <summary>The neighbours of the n samples, or null.</summary>
    public KnnGraph? Knn { get; init; }

    /// <summary>The classes, or null.</summary>
    public SampleLabels? Labels { get; init; }

    /// <summary>Which row of the data each sample is; null where sample i is row i.</summary>
    public SampleRows? Rows { get; init; }

    /// <summary>Columns that came with the data.</summary>
    public IReadOnlyList<SampleColumn> Columns { get; init; } = [];

    /// <summary>The timeline, by ascending epochs.</summary>
    public IReadOnlyList<SceneKeyframe> History { get; init; } = [];

    /// <summary>Which samples are selected, hidden, isolated and pinned.</summary>
    public SceneSelection Selection { get; init; } = new();

    /// <summary>Other state as JSON, by the name of its owner: cameras, bookmarks, look, colouring.</summary>
    public IReadOnlyDictionary<string, JsonElement> Sections { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}
