using System.Numerics;
using System.Text.Json;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Streaming;
using GpuCluster.Data.Scenes;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Scene;
using GpuCluster.Scene.Control;
using GpuCluster.Scene.Selection;
using GpuCluster.Scene.Timeline;

namespace GpuCluster.Session.Scenes;

/// <summary>A live scene to what a scene file keeps, and back. Frame thread.</summary>
public static class SceneFiles
{
    private const string Cameras = "cameras";
    private const string Timeline = "timeline";
    private const string View = "view";
    private const string Marks = "marks";
    private const string Filter = "filter";
    private const string Found = "found";
    private static readonly JsonSerializerOptions Plain = new() { IncludeFields = true, RespectNullableAnnotations = true };

    /// <summary>What is kept of a cloud now.</summary>
    /// <param name="scene">Shown.</param>
    /// <param name="layout">Where its points are.</param>
    /// <param name="prepared">What it was made of.</param>
    /// <param name="path">Where the scene goes.</param>
    public static SceneFile Keep(SceneState scene, LayoutCapture layout, PreparedLayout prepared, string path)
    {
        SelectionState selection = scene.Selection.State;
        SceneFile kept = new(prepared.Dataset.Name, layout.Positions)
        {
            Source = prepared.Source is { } source ? SceneSource.Of(source.Path, source.Options, path) : null,
            Model = ModelOf(prepared, path),
            Method = prepared.Method,
            Knn = prepared.Knn,
            Labels = scene.Facts.Labels,
            Rows = scene.Facts.Rows,
            Columns = scene.Facts.Columns,
            History = [.. KeyframesOf(scene.Timeline.History)],
            Selection = new SceneSelection
            {
                Selected = selection.Selected.ToArray(),
                Hidden = selection.Hidden.ToArray(),
                Isolated = selection.Isolated?.ToArray(),
                Pinned = layout.Steerable is { } pinned ? [.. pinned.Pins.Order()] : [],
                Focus = selection.Focus,
            },
            Sections = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                [Cameras] = JsonSerializer.SerializeToElement(scene.Cameras.State, Plain),
                [Timeline] = JsonSerializer.SerializeToElement(scene.Timeline.State, Plain),
                [View] = JsonSerializer.SerializeToElement(ViewSettings.Of(scene, layout.EpochsBefore), Plain),
                [Marks] = JsonSerializer.SerializeToElement(MarkSettings.Of(scene.Marks), Plain),
                [Filter] = JsonSerializer.SerializeToElement(FilterSettings.Of(scene.Filters), Plain),
                [Found] = JsonSerializer.SerializeToElement(FoundSettings.Of(scene), Plain),
            },
        };
        return layout.Steerable is { } run
            ? kept with
            {
                Graph = run.Stepper.Graph,
                Initial = run.Stepper.Initial,
                Run = new SceneRun(run.Options, prepared.Metric, run.Epoch, run.Epochs) { Components = prepared.Components },
            }
            : kept;
    }

    /// <summary>A scene whose timeline goes from one finished layout to the next; it opens at the first.</summary>
    /// <param name="stations">Layouts of the same samples and their names, one or more.</param>
    /// <param name="between">Epochs of the timeline from one to the next, 1 or more.</param>
    /// <param name="scene">How they are shown.</param>
    /// <param name="prepared">What they were made of.</param>
    /// <param name="path">Where the scene goes.</param>
    public static SceneFile Keep(
        IReadOnlyList<(string Name, Layout Layout)> stations,
        int between,
        SceneState scene,
        PreparedLayout prepared,
        string path
    )
    {
        EpochHistory history = new(scene.Facts.Count);
        Vector4[] positions = new Vector4[scene.Facts.Count];
        for (int station = 0; station < stations.Count; station++)
        {
            using FixedLayout layout = new(stations[station].Layout);
            layout.WriteTo(new HostPositions(positions));
            history.Record(station * between, positions);
        }

        return new SceneFile(prepared.Dataset.Name, stations[^1].Layout)
        {
            Source = prepared.Source is { } source ? SceneSource.Of(source.Path, source.Options, path) : null,
            Model = ModelOf(prepared, path),
            Method = prepared.Method,
            Labels = scene.Facts.Labels,
            Rows = scene.Facts.Rows,
            Columns = scene.Facts.Columns,
            History = [.. KeyframesOf(history)],
            Sections = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                [Timeline] = JsonSerializer.SerializeToElement(
                    new TimelineState
                    {
                        Epoch = 0,
                        Stations = [.. stations.Select((station, i) => new TimelineStation(i * between, station.Name))],
                    },
                    Plain
                ),
                [View] = JsonSerializer.SerializeToElement(ViewSettings.Of(scene, (stations.Count - 1) * between), Plain),
                [Filter] = JsonSerializer.SerializeToElement(FilterSettings.Of(scene.Filters), Plain),
            },
        };
    }

    /// <summary>Epochs on the timeline before the schedule of a kept layout.</summary>
    /// <exception cref="UnusableInputException">That part of the file is damaged.</exception>
    public static int EpochsBefore(OpenedScene opened) => Refusing(opened, () => Read<ViewSettings>(opened.File, View)?.EpochsBefore ?? 0);

    /// <summary>Whether the timeline of a kept scene goes from one finished layout to the next.</summary>
    /// <exception cref="UnusableInputException">That part of the file is damaged.</exception>
    public static bool HasStations(OpenedScene opened) =>
        Refusing(opened, () => Read<TimelineState>(opened.File, Timeline) is { Stations.Count: > 0 });

    /// <summary>Brings the recorded epochs back, before the layout's thread records more.</summary>
    public static void RestoreHistory(SceneFile kept, TimelineModel timeline) =>
        timeline.History.Import([
            .. kept.History.Select(frame => new EpochKeyframe(frame.Epoch, frame.Low, frame.Step, frame.Quantised.ToArray())),
        ]);

    /// <summary>Brings the selection, the camera and the settings back.</summary>
    /// <exception cref="UnusableInputException">A part of the file is damaged.</exception>
    public static void RestoreView(OpenedScene opened, SceneState scene) =>
        Refusing(
            opened,
            () =>
            {
                SceneFile kept = opened.File;
                int count = kept.Positions.Count;
                scene.Selection.Restore(
                    new SelectionState(
                        PointSet.Of(count, kept.Selection.Selected),
                        PointSet.Of(count, kept.Selection.Hidden),
                        kept.Selection.Isolated is { } isolated ? PointSet.Of(count, isolated) : null,
                        kept.Selection.Focus
                    )
                    {
                        Marks = scene.Selection.Marks,
                    }
                );
                Read<MarkSettings>(kept, Marks)?.ApplyTo(scene.Marks, count);
                Read<FilterSettings>(kept, Filter)?.ApplyTo(scene.Filters, count);
                if (Read<CameraRigState>(kept, Cameras) is { } cameras)
                    scene.Cameras.Restore(cameras);

                if (Read<TimelineState>(kept, Timeline) is { } timeline)
                {
                    // It opens live, as what is shown of the past is a moment's choice; but of stations none is the newest.
                    scene.Timeline.Restore(timeline.Stations.Count > 0 ? timeline : timeline with { Epoch = null });
                }

                Read<FoundSettings>(kept, Found)?.ApplyTo(scene, count);
                Read<ViewSettings>(kept, View)?.ApplyTo(scene);
                scene.Actions.MarkSaved();
                return true;
            }
        );

    private static SceneModel? ModelOf(PreparedLayout prepared, string path) =>
        prepared.Model is { } model ? SceneModel.Of(model.Path, model.RequireImageModel(), path) : null;

    private static IEnumerable<SceneKeyframe> KeyframesOf(EpochHistory history) =>
        history.Export().Select(frame => new SceneKeyframe(frame.Epoch, frame.Low, frame.Step, frame.Quantised));

    private static T? Read<T>(SceneFile kept, string section)
        where T : class => kept.Sections.TryGetValue(section, out JsonElement json) ? json.Deserialize<T>(Plain) : null;

    // What a part may be is known where it belongs; here is known which file it came from.
    private static T Refusing<T>(OpenedScene opened, Func<T> restore)
    {
        try
        {
            return restore();
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new UnusableInputException(
                $"{opened.Path}: a damaged scene file: its view cannot be understood ({e.Message}); save the scene again",
                e
            );
        }
    }
}
