using System.Numerics;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Control;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Marks;
using GpuCluster.Scene.Requests;

namespace GpuCluster.Scene;

/// <summary>
/// The table of all commands of the keyboard and gestures of the mouse. Keys are dispatched by it; tooltips, the help page and the README's
/// list of keys are made from it.
/// </summary>
/// <remarks>
/// A new command is a property here and its place in <see cref="All"/>. Its words say what it does, so that no property has a summary.
/// Shift and Alt do not change most keys: Shift is held to fly faster, Alt to drag points. Where two chords match, the one with more
/// modifiers counts.
/// </remarks>
public static class SceneCommands
{
    private const KeyModifiers ShiftAlt = KeyModifiers.Shift | KeyModifiers.Alt;

    // Move: the camera.
    public static SceneCommand Look { get; } = new(CommandGroup.Move, "look around") { Gesture = "drag" };

    public static SceneCommand Pan { get; } = new(CommandGroup.Move, "move sideways") { Gesture = "right drag" };

    public static SceneCommand Zoom { get; } =
        new(CommandGroup.Move, "nearer, farther") { Description = "nearer to what is under the cursor, farther", Gesture = "wheel" };

    public static SceneCommand FlyToPoint { get; } =
        new(CommandGroup.Move, "fly to a point") { Description = "fly to a point or its image", Gesture = "double click" };

    public static SceneCommand Fly { get; } =
        new(CommandGroup.Move, "fly")
        {
            Chords = [Plain(Key.W), Plain(Key.A), Plain(Key.S), Plain(Key.D)],
            Alternatives = [Plain(Key.Up), Plain(Key.Left), Plain(Key.Down), Plain(Key.Right)],
            Motions = [FlightMotion.Forward, FlightMotion.Left, FlightMotion.Back, FlightMotion.Right],
        };

    public static SceneCommand FlyUpOrDown { get; } =
        new(CommandGroup.Move, "down, up")
        {
            Description = "fly down, up",
            Chords = [Plain(Key.Q), Plain(Key.E)],
            Motions = [FlightMotion.Down, FlightMotion.Up],
        };

    public static SceneCommand FlyFast { get; } =
        new(CommandGroup.Move, "fly fast")
        {
            Chords = [Plain(Key.LeftShift)],
            Alternatives = [Plain(Key.RightShift)],
            Motions = [FlightMotion.Fast],
        };

    public static SceneCommand ChangeSpeed { get; } =
        new(CommandGroup.Move, "flight speed") { Description = "change the flight speed", Gesture = "Ctrl+wheel" };

    public static SceneCommand Frame { get; } =
        new(CommandGroup.Move, "frame the cloud", scene => scene.Cameras.Frame())
        {
            Description = "frame the selection or the cloud",
            Chords = [WithoutAlt(Key.F)],
        };

    public static SceneCommand FrameCloud { get; } =
        new(CommandGroup.Move, "frame all of it", scene => scene.Cameras.FrameCloud())
        {
            Description = "frame the cloud",
            Chords = [new KeyChord(Key.F, KeyModifiers.Shift, KeyModifiers.None)],
        };

    public static SceneCommand Orbit { get; } =
        new(CommandGroup.Move, "orbit the selection", scene => scene.Cameras.ToggleMode(CameraMode.Orbit)) { Chords = [WithoutAlt(Key.C)] };

    public static SceneCommand Turntable { get; } =
        new(CommandGroup.Move, "turntable", scene => scene.Cameras.ToggleMode(CameraMode.Turntable)) { Chords = [WithoutAlt(Key.T)] };

    public static SceneCommand GoToBookmark { get; } =
        new(CommandGroup.Move, "go to a bookmark", (scene, index) => scene.Cameras.GoToBookmark(1 + index)) { Chords = Digits(WithoutAlt) };

    public static SceneCommand SetBookmark { get; } =
        new(CommandGroup.Move, "set a bookmark", (scene, index) => scene.Cameras.SetBookmark(1 + index)) { Chords = Digits(ControlAlone) };

    public static SceneCommand RecordPath { get; } =
        new(CommandGroup.Move, "record a path, end it", scene => scene.Cameras.ToggleRecording())
        {
            Description = "record a camera path, end it",
            Chords = [WithoutAlt(Key.V)],
        };

    public static SceneCommand PlayPath { get; } =
        new(CommandGroup.Move, "play the path", scene => scene.Cameras.PlayPath())
        {
            Description = "play the recorded path",
            Chords = [new KeyChord(Key.V, KeyModifiers.Shift, KeyModifiers.None)],
        };

    public static SceneCommand FieldOfView { get; } =
        new(CommandGroup.Move, "field of view", (scene, index) => scene.Cameras.StepFieldOfView(index == 0 ? -1 : 1))
        {
            Description = "narrower, wider field of view",
            Chords = [ControlAlone(Key.Minus), ControlAlone(Key.Equal)],
        };

    // Select: the selection, and what is hidden.
    public static SceneCommand Select { get; } = new(CommandGroup.Select, "select a point") { Gesture = "click" };

    public static SceneCommand AddToSelection { get; } =
        new(CommandGroup.Select, "add it, take it out")
        {
            Description = "add a point, take it out, as Ctrl+click does",
            Gesture = "Shift+click",
        };

    public static SceneCommand Rectangle { get; } =
        new(CommandGroup.Select, "rectangle") { Description = "select in a rectangle", Gesture = "Ctrl+drag" };

    public static SceneCommand Lasso { get; } =
        new(CommandGroup.Select, "lasso by the next drag", scene => scene.Mouse.ToggleLasso()) { Chords = [Plain(Key.L)] };

    public static SceneCommand LassoAtOnce { get; } = new(CommandGroup.Select, "lasso") { Gesture = "Ctrl+Shift+drag" };

    public static SceneCommand SelectAll { get; } =
        new(CommandGroup.Select, "all", scene => scene.Selection.SelectAll()) { Description = "select all", Chords = [Control(Key.A)] };

    public static SceneCommand Grow { get; } =
        new(CommandGroup.Select, "grow to neighbours", scene => scene.Selection.Grow()) { Chords = [Plain(Key.G)] };

    public static SceneCommand Invert { get; } =
        new(CommandGroup.Select, "invert", scene => scene.Selection.Invert())
        {
            Description = "invert the selection",
            Chords = [Plain(Key.I)],
        };

    public static SceneCommand Isolate { get; } =
        new(CommandGroup.Select, "isolate, end it", scene => scene.Selection.ToggleIsolation())
        {
            Description = "show the selection alone, end it",
            Chords = [Plain(Key.O)],
        };

    public static SceneCommand Hide { get; } =
        new(CommandGroup.Select, "hide", scene => scene.Selection.HideSelected())
        {
            Description = "hide the selection",
            Chords = [Plain(Key.X)],
        };

    public static SceneCommand ShowAll { get; } =
        new(CommandGroup.Select, "show all", scene => scene.Selection.ShowAll())
        {
            Chords = [new KeyChord(Key.X, KeyModifiers.Shift, KeyModifiers.Alt)],
        };

    public static SceneCommand SelectNothing { get; } =
        new(CommandGroup.Select, "select nothing", scene => scene.Selection.Clear())
        {
            Chords = [Plain(Key.Backspace)],
            Alternatives = [Plain(Key.Delete)],
        };

    public static SceneCommand Search { get; } =
        new(CommandGroup.Select, "search, filter", scene => scene.Ask(new SceneRequest.Search()))
        {
            Description = "search and filter",
            Chords = [Control(Key.F)],
        };

    public static SceneCommand Tag { get; } =
        new(CommandGroup.Select, "tag it", (scene, index) => scene.Marks.Tag(scene.Marks.Slots[index]))
        {
            Description = "tag the selection",
            Chords = [.. Enumerable.Range(0, MarksModel.SlotCount).Select(index => AltAlone(Key.Digit1 + index))],
        };

    public static SceneCommand Untag { get; } =
        new(CommandGroup.Select, "no tag", scene => scene.Marks.Tag(string.Empty))
        {
            Description = "take the selection's tag away",
            Chords = [AltAlone(Key.Digit0)],
        };

    public static SceneCommand Keep { get; } =
        new(CommandGroup.Select, "keep the better", scene => scene.Keep.Keep())
        {
            Description = "tag the better of two compared pictures, or of the selected ones, as keep, and the others as remove",
            Chords = [Plain(Key.Y)],
        };

    public static SceneCommand Undo { get; } =
        new(CommandGroup.Select, "undo", scene => scene.Actions.Undo()) { Chords = [Control(Key.Z)] };

    public static SceneCommand Redo { get; } =
        new(CommandGroup.Select, "redo", scene => scene.Actions.Redo()) { Chords = [Control(Key.Y)], Alternatives = [ControlShift(Key.Z)] };

    // Layout: the running layout.
    public static SceneCommand Pause { get; } =
        new(CommandGroup.Layout, "pause, go on", scene => scene.Ask(new SceneRequest.TogglePause())) { Chords = [Plain(Key.Space)] };

    public static SceneCommand StepOnce { get; } =
        new(CommandGroup.Layout, "one epoch", scene => scene.Ask(new SceneRequest.StepOnce())) { Chords = [Plain(Key.N)] };

    public static SceneCommand Restart { get; } =
        new(CommandGroup.Layout, "restart", scene => scene.Steering.Restart()) { Chords = [Plain(Key.R)] };

    public static SceneCommand Pin { get; } =
        new(CommandGroup.Layout, "pin the selection", scene => scene.Steering.TogglePins()) { Chords = [Plain(Key.P)] };

    public static SceneCommand Perturb { get; } =
        new(CommandGroup.Layout, "perturb it", scene => scene.Steering.Perturb())
        {
            Description = "perturb the selection",
            Chords = [Plain(Key.B)],
        };

    public static SceneCommand DragPoints { get; } =
        new(CommandGroup.Layout, "drag its points") { Description = "drag the selected points", Gesture = "Alt+drag" };

    // Time: the recorded epochs.
    public static SceneCommand StepTime { get; } =
        new(CommandGroup.Time, "an epoch back, forward", (scene, index) => scene.Timeline.Step(index == 0 ? -1 : 1))
        {
            Chords = [WithoutAlt(Key.Comma), WithoutAlt(Key.Period)],
        };

    public static SceneCommand ShowBegin { get; } =
        new(CommandGroup.Time, "the first epoch", scene => scene.Timeline.ShowBegin()) { Chords = [WithoutAlt(Key.Home)] };

    public static SceneCommand ShowLive { get; } =
        new(CommandGroup.Time, "live", scene => scene.Timeline.ShowLive())
        {
            Description = "the newest epoch, live",
            Chords = [WithoutAlt(Key.End)],
        };

    public static SceneCommand Play { get; } =
        new(CommandGroup.Time, "play, stop", scene => scene.Timeline.TogglePlaying()) { Chords = [WithoutAlt(Key.J)] };

    // Show: how the points are shown, and the panels.
    public static SceneCommand NextColouring { get; } =
        new(CommandGroup.Show, "next colouring", scene => scene.Colours.Next()) { Chords = [Plain(Key.Tab)] };

    public static SceneCommand ShowNames { get; } =
        new(CommandGroup.Show, "names in space", scene => scene.Names.IsShown = !scene.Names.IsShown)
        {
            Description = "show or hide the names in space",
            Chords = [new KeyChord(Key.N, KeyModifiers.Shift, KeyModifiers.Alt)],
        };

    public static SceneCommand PointSize { get; } =
        new(CommandGroup.Show, "smaller, larger points", (scene, index) => scene.Look.StepPointSize(index == 0 ? -1 : 1))
        {
            Chords = [Plain(Key.Minus), Plain(Key.Equal)],
        };

    public static SceneCommand NextDrawing { get; } =
        new(CommandGroup.Show, "discs, flat, density", scene => scene.Look.NextDrawing())
        {
            Description = "draw points as lit discs, flat, or as light that adds up",
            Chords = [Plain(Key.Z)],
        };

    public static SceneCommand LightBackground { get; } =
        new(CommandGroup.Show, "light, dark background", scene => scene.Look.IsLight = !scene.Look.IsLight)
        {
            Description = "light or dark background",
            Chords = [new KeyChord(Key.Z, KeyModifiers.Shift, KeyModifiers.Alt)],
        };

    public static SceneCommand Matrix { get; } = new(CommandGroup.Show, "cosine matrix", ToggleMatrix) { Chords = [Plain(Key.M)] };

    public static SceneCommand Grid { get; } =
        new(CommandGroup.Show, "grid of pictures", ToggleGrid)
        {
            Description = "grid of the selection, of the filter or of all",
            Chords = [Plain(Key.U)],
        };

    public static SceneCommand Pair { get; } =
        new(CommandGroup.Show, "two pictures", TogglePair)
        {
            Description = "two selected pictures beside each other, with their difference",
            Chords = [new KeyChord(Key.U, KeyModifiers.Shift, KeyModifiers.Alt)],
        };

    public static SceneCommand StepPair { get; } =
        new(CommandGroup.Show, "the pair before, the next")
        {
            Description = "of two pictures: compare with the one before, the next",
            Chords = [Plain(Key.Left), Plain(Key.Right)],
            IsForPanels = true,
        };

    public static SceneCommand Panels { get; } =
        new(CommandGroup.Show, "panels", scene => scene.Ask(new SceneRequest.TogglePanels()))
        {
            Description = "show or hide the panels",
            Chords = [Plain(Key.K)],
        };

    public static SceneCommand NextControl { get; } =
        new(CommandGroup.Show, "next control")
        {
            Description = "next control of the panels, with Shift the one before",
            Chords = [Control(Key.Tab)],
            Alternatives = [Plain(Key.Tab)],
            IsForPanels = true,
        };

    public static SceneCommand NearControl { get; } =
        new(CommandGroup.Show, "control above, below") { Chords = [Plain(Key.Up), Plain(Key.Down)], IsForPanels = true };

    public static SceneCommand ResetSlider { get; } = new(CommandGroup.Show, "put a slider back") { Gesture = "double click" };

    public static SceneCommand Help { get; } =
        new(CommandGroup.Show, "this help", scene => scene.ToggleHelp())
        {
            Description = "all keys",
            Chords = [Plain(Key.H)],
            Alternatives = [Plain(Key.F1)],
        };

    // Keep: files, and the end of the program.
    public static SceneCommand SaveScreenshot { get; } =
        new(CommandGroup.Keep, "save a picture", scene => scene.Ask(new SceneRequest.SaveScreenshot())) { Chords = [Plain(Key.F12)] };

    public static SceneCommand Film { get; } =
        new(CommandGroup.Keep, "film what is seen, end it", scene => scene.Ask(new SceneRequest.ToggleFilm()))
        {
            Chords = [Control(Key.P)],
        };

    public static SceneCommand SaveScene { get; } =
        new(CommandGroup.Keep, "save the scene", scene => scene.Ask(new SceneRequest.SaveScene()))
        {
            Description = "save the scene as .gpc, which view FILE.gpc continues",
            Chords = [Control(Key.S)],
        };

    public static SceneCommand ExportSelection { get; } =
        new(CommandGroup.Keep, "export the selection", scene => scene.Ask(new SceneRequest.ExportSelection()))
        {
            Description = "export the selection as .csv, .npy and .ply",
            Chords = [Control(Key.E)],
        };

    public static SceneCommand ExportMarks { get; } =
        new(CommandGroup.Keep, "export tags and classes", scene => scene.Ask(new SceneRequest.ExportMarks()))
        {
            Description = "export tags and other classes as .csv",
            Chords = [Control(Key.T)],
        };

    public static SceneCommand ExportProjector { get; } =
        new(CommandGroup.Keep, "export for the projector", scene => scene.Ask(new SceneRequest.ExportProjector()))
        {
            Description = "export all points for TensorBoard's Embedding Projector",
            Chords = [ControlShift(Key.E)],
        };

    public static SceneCommand FindCommand { get; } =
        new(CommandGroup.Keep, "any command by its words", scene => scene.Ask(new SceneRequest.FindCommand()))
        {
            Description = "find a command by its words and run it",
            Chords = [Control(Key.K)],
        };

    public static SceneCommand Leave { get; } =
        new(CommandGroup.Keep, "quit", scene => scene.Leave())
        {
            Description = "close what is open, then the program; asks first if something is not saved",
            Chords = [Plain(Key.Escape)],
        };

    /// <summary>All commands, in the order of the help page and of the README.</summary>
    public static IReadOnlyList<SceneCommand> All { get; } =
    [
        Look,
        Pan,
        Zoom,
        FlyToPoint,
        Fly,
        FlyUpOrDown,
        FlyFast,
        ChangeSpeed,
        Frame,
        FrameCloud,
        Orbit,
        Turntable,
        GoToBookmark,
        SetBookmark,
        RecordPath,
        PlayPath,
        FieldOfView,
        Select,
        AddToSelection,
        Rectangle,
        Lasso,
        LassoAtOnce,
        SelectAll,
        Grow,
        Invert,
        Isolate,
        Hide,
        ShowAll,
        SelectNothing,
        Search,
        Tag,
        Untag,
        Keep,
        Undo,
        Redo,
        Pause,
        StepOnce,
        Restart,
        Pin,
        Perturb,
        DragPoints,
        StepTime,
        ShowBegin,
        ShowLive,
        Play,
        NextColouring,
        ShowNames,
        PointSize,
        NextDrawing,
        LightBackground,
        Matrix,
        Grid,
        Pair,
        StepPair,
        Panels,
        NextControl,
        NearControl,
        ResetSlider,
        Help,
        SaveScreenshot,
        Film,
        SaveScene,
        ExportSelection,
        ExportMarks,
        ExportProjector,
        FindCommand,
        Leave,
    ];

    /// <summary>The few commands to begin with, for those who see the window for the first time.</summary>
    public static IReadOnlyList<SceneCommand> First { get; } = [Look, Zoom, Fly, Select, Frame, Help];

    private static Binding[] Bindings { get; } =
    [
        .. All.Where(command => !command.IsForPanels)
            .SelectMany(BindingsOf)
            .OrderByDescending(binding => BitOperations.PopCount((uint)binding.Chord.Modifiers)),
    ];

    /// <summary>The command of a pressed key, and the index of its chord; null if the scene has none.</summary>
    /// <param name="key">The pressed key.</param>
    /// <param name="held">The modifiers that are held.</param>
    public static (SceneCommand Command, int Index)? Find(Key key, KeyModifiers held)
    {
        foreach (Binding binding in Bindings)
        {
            if (binding.Chord.Matches(key, held))
                return (binding.Command, binding.Index);
        }

        return null;
    }

    // All three take the place between the docks; two pictures come over the grid, to which closing them returns.
    private static void ToggleGrid(SceneState scene)
    {
        scene.Matrix.IsShown = false;
        if (scene.Pair.IsShown)
        {
            scene.Pair.Close();
            if (scene.Grid.IsShown)
                return;
        }

        scene.Grid.Toggle();
    }

    private static void TogglePair(SceneState scene)
    {
        if (!scene.Pair.Toggle())
            scene.Ask(new SceneRequest.Say("select two pictures to compare, or click one that has near-duplicates"));
        else if (scene.Pair.IsShown)
            scene.Matrix.IsShown = false;
    }

    private static void ToggleMatrix(SceneState scene)
    {
        scene.Pair.Close();
        if (scene.Grid.IsShown)
            scene.Grid.Close();
        scene.Matrix.IsShown = !scene.Matrix.IsShown;
    }

    private static IEnumerable<Binding> BindingsOf(SceneCommand command) =>
        command
            .Chords.Select((chord, index) => new Binding(chord, command, index))
            .Concat(command.Alternatives.Select((chord, index) => new Binding(chord, command, index)));

    private static KeyChord Plain(Key key) => new(key, KeyModifiers.None, ShiftAlt);

    private static KeyChord WithoutAlt(Key key) => new(key, KeyModifiers.None, KeyModifiers.Shift);

    private static KeyChord Control(Key key) => new(key, KeyModifiers.Control, ShiftAlt);

    private static KeyChord ControlAlone(Key key) => new(key, KeyModifiers.Control, KeyModifiers.None);

    private static KeyChord AltAlone(Key key) => new(key, KeyModifiers.Alt, KeyModifiers.None);

    private static KeyChord ControlShift(Key key) => new(key, KeyModifiers.Control | KeyModifiers.Shift, KeyModifiers.Alt);

    private static KeyChord[] Digits(Func<Key, KeyChord> chord) =>
        [.. Enumerable.Range(0, CameraRig.BookmarkCount).Select(index => chord(Key.Digit1 + index))];

    private sealed record Binding(KeyChord Chord, SceneCommand Command, int Index);
}
