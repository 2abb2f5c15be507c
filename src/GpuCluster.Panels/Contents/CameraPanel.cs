using System.Globalization;
using GpuCluster.Panels.Desk;
using GpuCluster.Panels.Plots;
using GpuCluster.Panels.Widgets;
using GpuCluster.Scene;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Control;

namespace GpuCluster.Panels.Contents;

/// <summary>The camera's mode, its bookmarks and its recorded path.</summary>
internal static class CameraPanel
{
    public static Panel Make(DeskParts parts)
    {
        CameraRig camera = parts.Scene.Cameras;
        return new Panel(
            "Camera",
            new Column(
                new Row(
                    Mode("Fly", camera, CameraMode.Fly, string.Empty),
                    Mode("Orbit", camera, CameraMode.Orbit, SceneCommands.Orbit.Tooltip),
                    Mode("Turntable", camera, CameraMode.Turntable, SceneCommands.Turntable.Tooltip)
                )
                {
                    Shares = [0.8f, 0.9f, 1.3f],
                },
                new Slider("field of view", () => camera.FieldOfView, degrees => camera.FieldOfView = (float)degrees)
                {
                    Min = float.RadiansToDegrees(Camera.NarrowestFov),
                    Max = float.RadiansToDegrees(Camera.WidestFov),
                    Default = float.RadiansToDegrees(Camera.FirstFov),
                    Format = static degrees => $"{degrees:F0}°",
                },
                new Slider("speed", () => camera.SpeedFactor, factor => camera.SpeedFactor = (float)factor)
                {
                    Min = 1 / 64.0,
                    Max = 64,
                    IsLogarithmic = true,
                    Default = 1,
                    Format = static factor => $"{AxisTicks.Short(factor)}×",
                    ShownWhen = () => camera.Mode == CameraMode.Fly,
                },
                new Slider(
                    "turns a minute",
                    () => TurnsPerMinute(camera.TurntableSpeed),
                    turns => camera.TurntableSpeed = (float)turns * MathF.Tau / 60
                )
                {
                    Min = -TurnsPerMinute(CameraRig.FastestTurntableSpeed),
                    Max = TurnsPerMinute(CameraRig.FastestTurntableSpeed),
                    Default = TurnsPerMinute(CameraRig.FirstTurntableSpeed),
                    Format = static turns => turns.ToString("F1", CultureInfo.InvariantCulture),
                    ShownWhen = () => camera.Mode == CameraMode.Turntable,
                },
                new Toggle("slower near points", () => camera.AdaptsSpeed, adapts => camera.AdaptsSpeed = adapts)
                {
                    ShownWhen = () => camera.Mode == CameraMode.Fly,
                },
                new Toggle("axes", () => camera.ShowsAxes, shows => camera.ShowsAxes = shows),
                new Row([.. Enumerable.Range(1, CameraRig.BookmarkCount).Select(number => Bookmark(camera, number))]),
                new Row(
                    new Button("Frame", SceneCommands.Frame, parts.Scene),
                    new Button(() => RecordingText(camera), SceneCommands.RecordPath, parts.Scene) { IsOn = () => camera.IsRecording },
                    new Button("▶ Path", SceneCommands.PlayPath, parts.Scene)
                    {
                        EnabledWhen = () => camera.Path is not null && !camera.IsRecording,
                    }
                )
            )
        )
        {
            Summary = () => camera.IsRecording ? "recording" : string.Empty,
            Stamp = () =>
            {
                HashCode stamp = new();
                stamp.Add(camera.Mode);
                stamp.Add(camera.FieldOfView);
                stamp.Add(camera.SpeedFactor);
                stamp.Add(camera.TurntableSpeed);
                stamp.Add(camera.AdaptsSpeed);
                stamp.Add(camera.ShowsAxes);
                stamp.Add(camera.IsRecording);
                stamp.Add(camera.Path);
                foreach (Camera? bookmark in camera.Bookmarks)
                    stamp.Add(bookmark is null);
                return stamp.ToHashCode();
            },
            Figures = () => (int)camera.RecordedSeconds,
        };
    }

    // A key leaves its mode when it is pressed again; a button stays.
    private static Button Mode(string name, CameraRig camera, CameraMode mode, string tip) =>
        new(name, () => camera.Mode = mode) { IsOn = () => camera.Mode == mode, Tip = tip };

    private static string RecordingText(CameraRig camera) => camera.IsRecording ? $"■ {camera.RecordedSeconds:F0} s" : "● Record";

    private static double TurnsPerMinute(float radiansPerSecond) => radiansPerSecond / MathF.Tau * 60;

    /// <summary>Goes to a bookmark, or sets it where there is none yet.</summary>
    private static Button Bookmark(CameraRig camera, int number) =>
        new(
            number.ToString(CultureInfo.InvariantCulture),
            () =>
            {
                if (camera.Bookmarks[number - 1] is null)
                    camera.SetBookmark(number);
                else
                    camera.GoToBookmark(number);
            }
        )
        {
            IsOn = () => camera.Bookmarks[number - 1] is not null,
            Tip = $"{SceneCommands.GoToBookmark.Chords[number - 1]}: go there, {SceneCommands.SetBookmark.Chords[number - 1]}: set it",
        };
}
