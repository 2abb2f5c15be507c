using System.Numerics;
using System.Reflection;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Input;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Tests;

/// <summary>The table of commands: complete, without two meanings of a key, and obeyed by the scene.</summary>
public sealed class SceneCommandsTests
{
    private readonly SceneState _scene = new(new SampleFacts(40));

    public SceneCommandsTests()
    {
        _scene.UpdatePositions(positions =>
        {
            for (int i = 0; i < positions.Length; i++)
                positions[i] = new Vector4(MathF.Sin(i), MathF.Cos(i * 1.7f), MathF.Sin(i * 0.3f), 0);
        });
        _scene.Advance(0);
    }

    [Fact]
    public void Every_command_of_the_table_is_listed_once_and_groups_stay_together()
    {
        SceneCommand[] declared =
        [
            .. typeof(SceneCommands)
                .GetProperties(BindingFlags.Static | BindingFlags.Public)
                .Where(property => property.PropertyType == typeof(SceneCommand))
                .Select(property => (SceneCommand)property.GetValue(null)!),
        ];
        Assert.True(declared.Length > 45, "the table was not found");
        Assert.Equal(declared, SceneCommands.All);
        Assert.Equal(SceneCommands.All.OrderBy(command => command.Group), SceneCommands.All);
    }

    [Fact]
    public void Every_command_can_be_done_and_read()
    {
        foreach (SceneCommand command in SceneCommands.All)
        {
            Assert.True(command.Keys.Length > 0 && command.Text.Length > 0 && command.Description.Length > 0, command.Text);
            bool[] ways = [command.CanRun, command.Motions.Count > 0, command.IsForPanels, command.Gesture.Length > 0];
            Assert.True(ways.Count(isWay => isWay) == 1, $"{command.Text}: {string.Join(", ", ways)}");
            Assert.Equal(command.Gesture.Length == 0, command.Chords.Count > 0);
            Assert.True(command.Motions.Count == 0 || command.Motions.Count == command.Chords.Count, command.Text);
            Assert.True(command.Alternatives.Count <= command.Chords.Count, command.Text);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_two_commands_share_a_chord(bool isForPanels) =>
        Assert.Empty(SharedIn(SceneCommands.All.Where(command => command.IsForPanels == isForPanels)));

    [Fact]
    public void The_rule_finds_a_planted_chord()
    {
        SceneCommand planted = new(CommandGroup.Keep, "planted")
        {
            Chords = [new KeyChord(Key.E, KeyModifiers.Control | KeyModifiers.Shift, KeyModifiers.None)],
        };
        IEnumerable<SceneCommand> commands = SceneCommands.All.Where(command => !command.IsForPanels).Append(planted);
        Assert.Equal(["Ctrl+Shift+E: export for the projector, planted"], SharedIn(commands));
    }

    [Fact]
    public void Keys_are_written_as_users_read_them()
    {
        Assert.Equal("W A S D", SceneCommands.Fly.Keys);
        Assert.Equal("1–9", SceneCommands.GoToBookmark.Keys);
        Assert.Equal("Ctrl+1–9", SceneCommands.SetBookmark.Keys);
        Assert.Equal("Ctrl+- Ctrl+=", SceneCommands.FieldOfView.Keys);
        Assert.Equal("Shift", SceneCommands.FlyFast.Keys);
        Assert.Equal("Alt+drag", SceneCommands.DragPoints.Keys);
        Assert.Equal("Alt+Esc", new KeyChord(Key.Escape, KeyModifiers.Alt, KeyModifiers.None).ToString());
        Assert.Equal("export all points for TensorBoard's Embedding Projector (Ctrl+Shift+E)", SceneCommands.ExportProjector.Tooltip);
    }

    [Fact]
    public void More_modifiers_count_before_fewer()
    {
        Assert.Equal((SceneCommands.ShowAll, 0), SceneCommands.Find(Key.X, KeyModifiers.Shift));
        Assert.Equal((SceneCommands.Hide, 0), SceneCommands.Find(Key.X, KeyModifiers.Alt));
        Assert.Equal((SceneCommands.Redo, 0), SceneCommands.Find(Key.Z, KeyModifiers.Control | KeyModifiers.Shift));
        Assert.Equal((SceneCommands.Fly, 2), SceneCommands.Find(Key.Down, KeyModifiers.Shift));
        Assert.Equal((SceneCommands.GoToBookmark, 8), SceneCommands.Find(Key.Digit9, KeyModifiers.None));
        Assert.Null(SceneCommands.Find(Key.F, KeyModifiers.Alt));
        Assert.Null(SceneCommands.Find(Key.F, KeyModifiers.Shift | KeyModifiers.Alt));
        Assert.Null(SceneCommands.Find(Key.Minus, KeyModifiers.Control | KeyModifiers.Shift));
        Assert.Null(SceneCommands.Find(Key.Unknown, KeyModifiers.None));
    }

    [Fact]
    public void A_command_without_an_action_cannot_be_run() =>
        Assert.Throws<InvalidOperationException>(() => SceneCommands.Fly.Run(_scene));

    [Fact]
    public void Camera_keys_set_the_rig()
    {
        Press(Key.C);
        Assert.Equal(CameraMode.Orbit, _scene.Cameras.Mode);
        Press(Key.C);
        Assert.Equal(CameraMode.Fly, _scene.Cameras.Mode);
        Press(Key.T);
        Assert.Equal(CameraMode.Turntable, _scene.Cameras.Mode);
        Press(Key.Digit3, Key.LeftControl);
        Assert.Equal(_scene.Cameras.Camera, _scene.Cameras.Bookmarks[2]);
        Press(Key.Digit3);
        Assert.True(_scene.Cameras.IsFlying);
        float before = _scene.Cameras.FieldOfView;
        Press(Key.Equal, Key.LeftControl);
        Assert.Equal(before + 5, _scene.Cameras.FieldOfView, 1e-3f);
        Press(Key.Minus, Key.LeftControl);
        Assert.Equal(before, _scene.Cameras.FieldOfView, 1e-3f);
        Press(Key.V, Key.LeftShift);
        Assert.False(_scene.Cameras.IsFlying);
        Press(Key.V);
        Assert.True(_scene.Cameras.IsRecording);
        _scene.Advance(0.1);
        Press(Key.V);
        Press(Key.V, Key.LeftShift);
        Assert.True(_scene.Cameras.IsFlying);
    }

    [Fact]
    public void Keys_of_the_timeline_step_play_and_return_to_live()
    {
        for (int epoch = 0; epoch < 10; epoch++)
            _scene.Timeline.History.Record(epoch, new Vector4[40]);
        Press(Key.Comma);
        Press(Key.Comma);
        Press(Key.Period);
        Assert.Equal(8, _scene.Timeline.Epoch);
        Press(Key.Home);
        Assert.Equal(0, _scene.Timeline.Epoch);
        Press(Key.J);
        Assert.True(_scene.Timeline.IsPlaying);
        Press(Key.J);
        Assert.False(_scene.Timeline.IsPlaying);
        Press(Key.End);
        Assert.True(_scene.Timeline.IsLive);
    }

    [Theory]
    [InlineData(Key.Escape)]
    [InlineData(Key.W)]
    [InlineData(Key.Unknown)]
    public void Any_key_ends_a_flight_where_it_is_and_esc_does_nothing_else(Key key)
    {
        _scene.Cameras.FlyTo(Camera.LookingAt(Vector3.Zero, 40, 2, 0.5f));
        for (int i = 0; i < 10; i++)
            _scene.Advance(1 / 60.0);
        Vector3 there = _scene.Cameras.Camera.Position;
        Press(key);
        Assert.False(_scene.Cameras.IsFlying);
        Assert.False(_scene.TryNextRequest(out _));
        for (int i = 0; i < 600; i++)
            _scene.Advance(1 / 60.0);
        Assert.True(Vector3.Distance(there, _scene.Cameras.Camera.Position) < 0.2f);
        Press(Key.Escape);
        Assert.True(_scene.TryNextRequest(out SceneRequest? request));
        Assert.IsType<SceneRequest.Quit>(request);
    }

    [Fact]
    public void Esc_closes_the_help_page_before_the_program()
    {
        Press(Key.F1);
        Assert.True(_scene.ShowsHelp);
        Press(Key.Escape);
        Assert.False(_scene.ShowsHelp || _scene.TryNextRequest(out _));
        Press(Key.H);
        Press(Key.H);
        Assert.False(_scene.ShowsHelp);
    }

    [Fact]
    public void Esc_asks_first_where_something_is_not_saved()
    {
        _scene.Selection.Select(3);
        Press(Key.Escape);
        Assert.IsType<SceneRequest.Quit>(Next());

        Press(Key.A, Key.LeftControl);
        Press(Key.Escape);
        Assert.IsType<SceneRequest.AskToQuit>(Next());
        Press(Key.Tab);
        Press(Key.Escape);
        Assert.IsType<SceneRequest.AskToQuit>(Next());
        Press(Key.Escape);
        Assert.IsType<SceneRequest.Quit>(Next());

        _scene.Actions.MarkSaved();
        Press(Key.Escape);
        Assert.IsType<SceneRequest.Quit>(Next());
        Press(Key.Z, Key.LeftControl);
        Press(Key.Escape);
        Assert.IsType<SceneRequest.AskToQuit>(Next());
    }

    [Fact]
    public void Undo_goes_back_to_what_a_restart_or_more_epochs_kept_and_redo_does_them_again()
    {
        _scene.Steering.SetRunning(new UmapOptions());
        Press(Key.R);
        KeptLayout first = Assert.IsType<SceneRequest.Restart>(Next()).Kept;
        _scene.Steering.Continue(200);
        KeptLayout second = Assert.IsType<SceneRequest.Continue>(Next()).Kept;
        Assert.NotSame(first, second);
        Assert.False(_scene.Actions.HasUnsaved);

        Press(Key.Z, Key.LeftControl);
        Assert.Equal(new SceneRequest.GoBack(second), Next());
        Press(Key.Z, Key.LeftControl);
        Assert.Equal(new SceneRequest.GoBack(first), Next());
        Press(Key.Y, Key.LeftControl);
        Assert.Equal(new SceneRequest.Restart(first), Next());
        Press(Key.Y, Key.LeftControl);
        Assert.Equal(new SceneRequest.Continue(200, second), Next());
    }

    [Fact]
    public void The_close_button_asks_once_too_and_any_other_input_takes_the_question_back()
    {
        Close();
        Assert.IsType<SceneRequest.Quit>(Next());

        Press(Key.A, Key.LeftControl);
        Press(Key.H);
        Close();
        Assert.IsType<SceneRequest.AskToQuit>(Next());
        Close();
        Assert.IsType<SceneRequest.Quit>(Next());

        Press(Key.Tab);
        Close();
        Assert.IsType<SceneRequest.AskToQuit>(Next());
        Press(Key.H);
        Press(Key.Escape);
        Assert.IsType<SceneRequest.AskToQuit>(Next());
        Close();
        Assert.IsType<SceneRequest.Quit>(Next());

        _scene.Actions.MarkSaved();
        Close();
        Assert.IsType<SceneRequest.Quit>(Next());

        void Close() => _scene.Handle(new InputEvent(InputKind.CloseRequested));
    }

    [Fact]
    public void Undo_takes_back_pins_perturbed_points_and_steering_in_one_order_with_the_selection()
    {
        _scene.Steering.SetRunning(new UmapOptions());
        Vector3 place = PlaceOf(7);
        _scene.Selection.Select(7);
        Press(Key.P);
        Press(Key.B);
        _scene.Steering.TrySteer(new UmapOptions { LearningRate = 2 });
        _scene.Steering.TrySteer(new UmapOptions { LearningRate = 3 });
        _scene.Steering.TrySteer(new UmapOptions { LearningRate = 3, Repulsion = 2 });
        SceneRequest.Move moved = Requests().OfType<SceneRequest.Move>().Single();
        Assert.NotEqual(place, moved.Positions[0]);

        // A slider's steps are one action.
        Assert.Equal(
            [(3, 1.0), (1, 1.0)],
            Undone(2).OfType<SceneRequest.Steer>().Select(steer => (steer.Options.LearningRate, steer.Options.Repulsion))
        );
        SceneRequest.Move back = Assert.IsType<SceneRequest.Move>(Assert.Single(Undone(1)));
        Assert.Equal((7, place), (Assert.Single(back.Points), Assert.Single(back.Positions)));
        Assert.Empty(Assert.IsType<SceneRequest.Pin>(Assert.Single(Undone(1))).Points);
        Assert.True(_scene.Steering.Pinned.IsEmpty);
        Assert.Equal(1, _scene.Selection.Count);
        Undone(1);
        Assert.Equal(0, _scene.Selection.Count);
        Assert.False(_scene.Actions.CanUndo);

        Press(Key.Y, Key.LeftControl);
        Press(Key.Y, Key.LeftControl);
        Press(Key.Y, Key.LeftControl);
        Assert.Equal(moved.Positions, Requests().OfType<SceneRequest.Move>().Single().Positions);
        Assert.True(_scene.Steering.Pinned.Contains(7));
        _scene.Selection.Clear();
        Assert.False(_scene.Actions.CanRedo);
    }

    private SceneRequest Next()
    {
        Assert.True(_scene.TryNextRequest(out SceneRequest? request));
        return request;
    }

    private List<SceneRequest> Requests()
    {
        List<SceneRequest> all = [];
        while (_scene.TryNextRequest(out SceneRequest? request))
            all.Add(request);
        return all;
    }

    private List<SceneRequest> Undone(int times)
    {
        Requests();
        for (int i = 0; i < times; i++)
            Press(Key.Z, Key.LeftControl);
        return Requests();
    }

    private Vector3 PlaceOf(int point)
    {
        Vector3 place = default;
        _scene.Cloud.Read(positions => place = positions[point].AsVector3());
        return place;
    }

    private static IEnumerable<string> SharedIn(IEnumerable<SceneCommand> commands) =>
        commands
            .SelectMany(command => command.Chords.Concat(command.Alternatives).Select(chord => (Chord: chord, command.Text)))
            .GroupBy(pair => (pair.Chord.Key, pair.Chord.Modifiers))
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.First().Chord}: {string.Join(", ", group.Select(pair => pair.Text))}");

    private void Press(Key key, params Key[] held)
    {
        foreach (Key pressed in held.Append(key))
            _scene.Handle(InputEvent.KeyChanged(pressed, true));
        foreach (Key released in held.Append(key))
            _scene.Handle(InputEvent.KeyChanged(released, false));
    }
}
