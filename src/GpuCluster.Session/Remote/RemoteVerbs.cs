using System.Diagnostics;
using System.Numerics;
using System.Text.Json.Nodes;
using GpuCluster.Core.Errors;
using GpuCluster.Panels.Status;
using GpuCluster.Scene;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Control;
using GpuCluster.Scene.Filters;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Selection;
using GpuCluster.Scene.Similarity;
using GpuCluster.Session.Graphics;
using static GpuCluster.Session.Remote.RemoteKind;

namespace GpuCluster.Session.Remote;

/// <summary>
/// The table of all that a program at the socket can ask for. What a key does is asked for by the key's command
/// (<see cref="SceneCommands"/>), and what the program does by a <see cref="SceneRequest"/>. Frame thread.
/// </summary>
public static class RemoteVerbs
{
    private const string Replaced = "another text or sample was asked for meanwhile";
    private const int DefaultRows = 10_000;
    private const int MaxRows = 1_000_000;
    private const double DefaultSeconds = 60;
    private const double MaxSeconds = 86_400;

    private static readonly RemoteParameter Seconds = new("seconds", Number, "how long to wait at most (default 60)");

    /// <summary>All verbs.</summary>
    public static IReadOnlyList<RemoteVerb> All { get; } =
    [
        new("state", "Data, layout, device and view as they are now", [], (session, _) => Done(StateOf(session))) { IsForLoading = true },
        new("wait", "Answers once the layout has run all its epochs", [Seconds], Wait) { IsForLoading = true },
        new("commands", "The commands of the keyboard, for the verb command", [], (_, _) => Done(Commands())),
        new(
            "command",
            "Runs a command of the keyboard by its name",
            [
                new("name", Text, "a name that commands lists", IsRequired: true),
                new("key", Number, "of a command with several keys: which, from 1 (default 1)"),
            ],
            Command
        ),
        new(
            "selection",
            "The rows of the selected samples",
            [new("limit", Number, $"rows at most (default {DefaultRows})")],
            (session, arguments) => Done(SelectionOf(session.Scene, arguments.Whole("limit", 0, MaxRows) ?? DefaultRows))
        ),
        new(
            "select",
            "Selects samples by their rows or by an expression of the filter",
            [
                new("rows", Numbers, "rows of the data, from 0"),
                new("where", Text, "an expression, as the filter takes it"),
                new("how", Text, "replace, add, remove or toggle (default replace)"),
            ],
            Select
        ),
        new("colour", "Colours by what state lists", [new("by", Text, "a colouring or a column", IsRequired: true)], Colour),
        new(
            "filter",
            "Adds a condition to the filter, or clears it; without arguments reads it",
            [
                new("add", Text, "an expression"),
                new("clear", Flag, "true: removes all conditions first"),
                new("hide", Flag, "true: hides what is filtered out; false: shows it grey"),
            ],
            Filter
        ),
        new(
            "camera",
            "Places the camera; without arguments reads where it is",
            [
                new("position", Numbers, "x, y, z"),
                new("yaw", Number, "radians to the right of -z"),
                new("pitch", Number, $"radians above the horizon, at most {Camera.PitchLimit}"),
                new("fov", Number, "vertical field of view in degrees, 20 to 120"),
            ],
            PlaceCamera
        ),
        new(
            "timeline",
            "Shows an epoch, or the newest; without arguments reads which is shown",
            [new("epoch", Number, "within the recorded range; a fraction lies between two"), new("live", Flag, "true: the newest")],
            ShowEpoch
        ),
        new(
            "nearest",
            "Selects a sample and lists those that are most similar to it",
            [new("row", Number, "a row of the data, from 0", IsRequired: true), Count, Seconds],
            FindNearest
        ),
        new(
            "find",
            "Lists the samples that are most similar to a text, if the data has a model that reads text",
            [new("text", Text, "in any script", IsRequired: true), Count, Seconds],
            FindText
        ),
        new(
            "picture",
            "Saves what is seen as a .png, whole or not at all",
            [new("path", Text, "a file that ends in .png", IsRequired: true), Seconds],
            SavePicture
        )
        {
            IsForLoading = true,
        },
    ];

    private static RemoteParameter Count =>
        new("count", Number, $"how many, 1 to {SimilarityModel.MaxNearest} (default as the panel shows)");

    /// <summary>The verb of a name.</summary>
    /// <exception cref="UnusableInputException">There is none.</exception>
    public static RemoteVerb Find(string name) =>
        All.FirstOrDefault(verb => verb.Name == name)
        ?? throw new UnusableInputException($"there is no such verb; use {string.Join(", ", All.Select(verb => verb.Name))}");

    private static Func<JsonObject?> Done(JsonObject result) => () => result;

    private static Func<JsonObject?> Later(RemoteArguments arguments, string what, Func<JsonObject?> result)
    {
        double seconds = arguments.Number(Seconds.Name) ?? DefaultSeconds;
        if (seconds is < 0 or > MaxSeconds)
            throw new UnusableInputException($"seconds: a number from 0 to {MaxSeconds}");
        long began = Stopwatch.GetTimestamp();
        return () =>
        {
            JsonObject? done = result();
            if (done is null && Stopwatch.GetElapsedTime(began).TotalSeconds >= seconds)
                throw new UnusableInputException($"{what} within {seconds} seconds; give more seconds");
            return done;
        };
    }

    private static JsonObject StateOf(IRemoteSession session)
    {
        (SceneState scene, OverlayStatus status) = (session.Scene, session.Status);
        JsonObject state = new()
        {
            ["state"] = status.State.ToString().ToLowerInvariant(),
            ["name"] = status.Name,
            ["device"] = status.Device,
        };
        if (!session.HasCloud)
        {
            state["stage"] = status.Stage;
            return state;
        }

        state["count"] = scene.Facts.Count;
        state["features"] = status.Features;
        state["method"] = status.Method;
        state["epoch"] = status.Epoch;
        state["epochs"] = status.Epochs;
        state["selected"] = scene.Selection.Count;
        state["hidden"] = scene.Selection.Hidden.Count;
        state["colouring"] = scene.Colours.Current;
        state["colourings"] = new JsonArray([.. scene.Colours.Names.Select(name => (JsonNode)name)]);
        state["takesTexts"] = scene.Similarity.TakesTexts;
        state["size"] = new JsonArray(scene.Width, scene.Height);
        return state;
    }

    private static Func<JsonObject?> Wait(IRemoteSession session, RemoteArguments arguments) =>
        Later(
            arguments,
            "the layout was not done",
            () => session.HasCloud && session.Status.State == RunState.Finished ? StateOf(session) : null
        );

    private static JsonObject Commands() =>
        new()
        {
            ["commands"] = new JsonArray([
                .. SceneCommands
                    .All.Where(command => command.CanRun)
                    .Select(command => new JsonObject
                    {
                        ["name"] = command.Text,
                        ["does"] = command.Description,
                        ["keys"] = command.Keys,
                    }),
            ]),
        };

    private static Func<JsonObject?> Command(IRemoteSession session, RemoteArguments arguments)
    {
        string name = arguments.Text("name")!;
        SceneCommand command =
            SceneCommands.All.FirstOrDefault(each => each.CanRun && each.Text == name)
            ?? throw new UnusableInputException("there is no command of this name; commands lists them");
        int key = arguments.Whole("key", 1, Math.Max(1, command.Chords.Count)) ?? 1;
        command.Run(session.Scene, key - 1);
        return Done([]);
    }

    private static JsonObject SelectionOf(SceneState scene, int limit) =>
        new()
        {
            ["count"] = scene.Selection.Count,
            ["focus"] = scene.Selection.Focus is { } focus ? scene.Facts.RowOf(focus) : null,
            ["rows"] = new JsonArray([
                .. scene.Selection.Selected.ToArray().Take(limit).Select(sample => JsonValue.Create(scene.Facts.RowOf(sample))),
            ]),
        };

    private static Func<JsonObject?> Select(IRemoteSession session, RemoteArguments arguments)
    {
        SceneState scene = session.Scene;
        if (arguments.Has("rows") == arguments.Has("where"))
            throw new UnusableInputException("select takes rows or where");
        string how = arguments.Text("how") ?? "replace";
        SelectionChange change = how switch
        {
            "replace" => SelectionChange.Replace,
            "add" => SelectionChange.Add,
            "remove" => SelectionChange.Remove,
            "toggle" => SelectionChange.Toggle,
            _ => throw new UnusableInputException("how: replace, add, remove or toggle"),
        };
        if (arguments.Numbers("rows") is { } rows)
            scene.Selection.Select(PointSet.Of(scene.Facts.Count, [.. rows.Select(row => SampleAt(scene, row))]), change);
        else if (scene.Filters.TryFind(arguments.Text("where")!, out PointSet? found, out FilterFault? fault))
            scene.Selection.Select(found, change);
        else
            throw new UnusableInputException($"where: {fault}");
        return Done(new JsonObject { ["count"] = scene.Selection.Count });
    }

    private static int SampleAt(SceneState scene, double row)
    {
        int rows = scene.Facts.Rows?.Count ?? scene.Facts.Count;
        if (row < 0 || row >= rows || !Math.Floor(row).Equals(row))
            throw new UnusableInputException($"row {row}: the data has rows 0 to {rows - 1}");
        return scene.Facts.Rows is { } known
            ? known.SampleAt((int)row) ?? throw new UnusableInputException($"row {row} has no vector, so no point")
            : (int)row;
    }

    private static Func<JsonObject?> Colour(IRemoteSession session, RemoteArguments arguments)
    {
        Colourings.Choose(session.Scene.Colours, arguments.Text("by")!);
        return Done(new JsonObject { ["colouring"] = session.Scene.Colours.Current });
    }

    private static Func<JsonObject?> Filter(IRemoteSession session, RemoteArguments arguments)
    {
        FilterModel filters = session.Scene.Filters;
        if (arguments.Flag("clear") == true)
            filters.Clear();
        if (arguments.Text("add") is { } expression)
            Filters.Choose(filters, expression);
        if (arguments.Flag("hide") is { } isHiding)
            filters.IsHiding = isHiding;
        return Done(
            new JsonObject
            {
                ["conditions"] = new JsonArray([.. filters.Chips.Select(chip => (JsonNode)chip.Text)]),
                ["passing"] = filters.Passing?.Count ?? session.Scene.Facts.Count,
                ["hides"] = filters.IsHiding,
            }
        );
    }

    private static Func<JsonObject?> PlaceCamera(IRemoteSession session, RemoteArguments arguments)
    {
        CameraRig rig = session.Scene.Cameras;
        Camera camera = rig.Camera;
        if (arguments.Numbers("position") is { } position)
        {
            if (position.Length != 3)
                throw new UnusableInputException("position: x, y and z");
            camera = camera with { Position = new Vector3((float)position[0], (float)position[1], (float)position[2]) };
        }

        camera = camera with
        {
            Yaw = (float)(arguments.Number("yaw") ?? camera.Yaw),
            Pitch = (float)(arguments.Number("pitch") ?? camera.Pitch),
            VerticalFov = arguments.Number("fov") is { } degrees ? float.DegreesToRadians((float)degrees) : camera.VerticalFov,
        };
        if (!camera.IsUsable)
            throw new UnusableInputException($"camera: finite numbers, pitch within ±{Camera.PitchLimit}, fov 20 to 120");
        if (camera != rig.Camera)
            rig.Restore(rig.State with { Camera = camera, Mode = CameraMode.Fly, IsFollowing = false });
        return Done(
            new JsonObject
            {
                ["position"] = new JsonArray(camera.Position.X, camera.Position.Y, camera.Position.Z),
                ["yaw"] = camera.Yaw,
                ["pitch"] = camera.Pitch,
                ["fov"] = float.RadiansToDegrees(camera.VerticalFov),
            }
        );
    }

    private static Func<JsonObject?> ShowEpoch(IRemoteSession session, RemoteArguments arguments)
    {
        Scene.Timeline.TimelineModel timeline = session.Scene.Timeline;
        if (arguments.Number("epoch") is { } epoch)
            timeline.Show(epoch);
        if (arguments.Flag("live") == true)
            timeline.ShowLive();
        return Done(
            new JsonObject
            {
                ["epoch"] = timeline.Epoch,
                ["live"] = timeline.IsLive,
                ["first"] = timeline.History.Range?.First,
                ["last"] = timeline.History.Range?.Last,
            }
        );
    }

    private static Func<JsonObject?> FindNearest(IRemoteSession session, RemoteArguments arguments)
    {
        SceneState scene = session.Scene;
        int sample = SampleAt(scene, arguments.Number("row")!.Value);
        SimilarityModel similarity = Comparing(scene, arguments);
        similarity.CompareToText(string.Empty);
        scene.Selection.Select(sample);
        if (scene.Selection.Focus != sample)
            throw new UnusableInputException("the sample is hidden, by hand or by the filter");
        similarity.FollowFocus();
        return Later(
            arguments,
            "the cosines did not come",
            () =>
                scene.Selection.Focus != sample ? throw new UnusableInputException(Replaced)
                : similarity.Sample == sample ? NearestOf(scene)
                : null
        );
    }

    private static Func<JsonObject?> FindText(IRemoteSession session, RemoteArguments arguments)
    {
        SceneState scene = session.Scene;
        string text = arguments.Text("text")!.Trim();
        if (text.Length == 0)
            throw new UnusableInputException("text: some words");
        SimilarityModel similarity = Comparing(scene, arguments);
        similarity.CompareToText(text);
        return Later(
            arguments,
            "the cosines did not come",
            () =>
                similarity.Text != text ? throw new UnusableInputException(Replaced)
                : similarity.TextFault is { } fault ? throw new UnusableInputException(fault)
                : similarity.IsWaiting ? null
                : NearestOf(scene)
        );
    }

    private static SimilarityModel Comparing(SceneState scene, RemoteArguments arguments)
    {
        if (!scene.Similarity.IsComparing)
            throw new UnusableInputException("positions alone have no cosines; open the data or its vectors");
        if (arguments.Whole("count", 1, SimilarityModel.MaxNearest) is { } count)
            scene.Similarity.NearestCount = count;
        return scene.Similarity;
    }

    private static JsonObject NearestOf(SceneState scene) =>
        new()
        {
            ["nearest"] = new JsonArray([
                .. scene.Similarity.Nearest.Select(near => new JsonObject
                {
                    ["row"] = scene.Facts.RowOf(near.Sample),
                    ["cosine"] = float.IsFinite(near.Cosine) ? near.Cosine : null,
                    ["name"] = scene.Facts.NameOf(near.Sample),
                }),
            ]),
        };

    private static Func<JsonObject?> SavePicture(IRemoteSession session, RemoteArguments arguments)
    {
        string path = arguments.Text("path")!;
        if (!path.EndsWith(".png", StringComparison.OrdinalIgnoreCase) || path.Contains('\0', StringComparison.Ordinal))
            throw new UnusableInputException("path: a file that ends in .png");
        if (session.Scene.IsHidden)
            throw new UnusableInputException("the window is minimised, so nothing is seen");
        path = Path.GetFullPath(path);
        (bool IsDone, string? Fault) saved = default;
        session.Scene.Ask(new SceneRequest.SaveScreenshot(path, fault => saved = (true, fault)));
        return Later(
            arguments,
            "no picture was drawn",
            () =>
                !saved.IsDone ? null
                : saved.Fault is { } fault ? throw new UnusableInputException(fault)
                : new JsonObject { ["path"] = path }
        );
    }
}
