using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Panels.Status;
using GpuCluster.Scene;
using GpuCluster.Scene.Requests;
using GpuCluster.Scene.Samples;
using GpuCluster.Session.Remote;

namespace GpuCluster.Session.Tests.Remote;

/// <summary>A socket with a scene of ten samples behind it, and programs of all kinds at it. This thread is the frame thread.</summary>
public sealed class RemoteSocketTests : IDisposable
{
    private const int Count = 10;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gpucluster-hands-");
    private readonly FakeSession _session = new();
    private readonly RemoteInbox _inbox;
    private readonly RemoteSocket _socket;
    private readonly string _path;

    public RemoteSocketTests()
    {
        _path = Path.Combine(_folder.FullName, "view.sock");
        _session.Scene.Similarity.IsComparing = false;
        _inbox = new RemoteInbox(_session, () => { });
        _socket = new RemoteSocket(RemotePlace.Take(_path), _inbox);
    }

    private string Token => File.ReadAllText(_path + ".token");

    [Fact]
    public void Verbs_change_the_scene_and_answers_carry_the_id()
    {
        using Program program = Known();
        JsonNode answer = Ask(program, """{"id": "a", "verb": "select", "rows": [1, 3, 5]}""");
        Assert.Equal("a", (string?)answer["id"]);
        Assert.Equal(3, (int?)answer["result"]!["count"]);
        Assert.Equal([1, 3, 5], _session.Scene.Selection.Selected.ToArray());
        Ask(program, """{"id": 2, "verb": "select", "where": "class = odd", "how": "remove"}""");
        Assert.Empty(_session.Scene.Selection.Selected.ToArray());
        Assert.Equal(5, (int?)Ask(program, """{"id": 3, "verb": "filter", "add": "class = even"}""")["result"]!["passing"]);
        Assert.Equal("order", (string?)Ask(program, """{"id": 4, "verb": "colour", "by": "order"}""")["result"]!["colouring"]);
        JsonNode camera = Ask(program, """{"id": 5, "verb": "camera", "position": [1, 2, 3], "yaw": 0.5}""")["result"]!;
        Assert.Equal(2, (float)camera["position"]![1]!);
        Assert.Equal(new System.Numerics.Vector3(1, 2, 3), _session.Scene.Cameras.Camera.Position);
        Assert.Equal(Count, (int?)Ask(program, """{"id": 6, "verb": "state"}""")["result"]!["count"]);
    }

    [Fact]
    public void Letters_of_all_scripts_stand_as_they_are()
    {
        using Program program = Known();
        program.Send("""{"id": "三", "verb": "fly"}""");
        Handle(() => program.HasAnswer);
        Assert.StartsWith("""{"id":"三","ok":false,"error":"there is no such verb""", program.Read());
    }

    [Fact]
    public void A_command_does_what_its_key_does()
    {
        using Program program = Known();
        Ask(program, """{"id": 1, "verb": "command", "name": "all"}""");
        Assert.Equal(Count, _session.Scene.Selection.Count);
        foreach (JsonNode? command in Ask(program, """{"id": 2, "verb": "commands"}""")["result"]!["commands"]!.AsArray())
            Assert.Contains(SceneCommands.All, each => each.CanRun && each.Text == (string?)command!["name"]);
    }

    [Fact]
    public void A_wait_is_answered_once_the_layout_is_done_and_one_without_patience_says_so()
    {
        using Program program = Known();
        _session.Status = new OverlayStatus { State = RunState.Running };
        program.Send("""{"id": 1, "verb": "wait", "seconds": 0}""");
        Assert.Contains("more seconds", (string?)Answer(program)["error"]);
        program.Send("""{"id": 2, "verb": "wait"}""");
        Handle(() => _inbox.IsWaiting);
        _session.Status = new OverlayStatus { State = RunState.Finished };
        Assert.Equal("finished", (string?)Answer(program)["result"]!["state"]);
    }

    [Fact]
    public void A_picture_is_answered_once_it_is_saved_and_with_the_reason_where_it_is_not()
    {
        using Program program = Known();
        program.Send("""{"id": 1, "verb": "picture", "path": "a.png"}""");
        Handle(() => _inbox.IsWaiting);
        Assert.True(_session.Scene.TryNextRequest(out SceneRequest? request));
        SceneRequest.SaveScreenshot save = Assert.IsType<SceneRequest.SaveScreenshot>(request);
        save.Done!("the disk is full");
        Assert.Equal("the disk is full", (string?)Answer(program)["error"]);
        Assert.Contains(".png", (string?)Ask(program, """{"id": 2, "verb": "picture", "path": "a.exe"}""")["error"]);
    }

    [Fact]
    public void The_nearest_of_a_sample_are_answered_once_their_cosines_came_and_not_after_another_was_asked_for()
    {
        _session.Scene.Similarity.IsComparing = true;
        using Program program = Known();
        program.Send("""{"id": 1, "verb": "nearest", "row": 2, "count": 2}""");
        Handle(() => _inbox.IsWaiting);
        _session.Scene.Similarity.SetRow(2, [.. Enumerable.Range(0, Count).Select(i => i == 9 ? 0.95f : 1 - (0.1f * Math.Abs(i - 2.4f)))]);
        JsonNode answer = Answer(program);
        Assert.Equal([9, 3], answer["result"]!["nearest"]!.AsArray().Select(near => (int)near!["row"]!));
        program.Send("""{"id": 2, "verb": "nearest", "row": 4}""");
        Handle(() => _inbox.IsWaiting);
        _session.Scene.Selection.Select(5);
        Assert.Contains("meanwhile", (string?)Answer(program)["error"]);
    }

    [Theory]
    [InlineData("rubbish")]
    [InlineData("[1]")]
    [InlineData("""{"id": 1, "verb": 3}""")]
    [InlineData("""{"id": 1, "verb": "\ud800"}""")]
    [InlineData("""{"id": 1, "verb": "fly"}""")]
    [InlineData("""{"id": 1, "verb": "select"}""")]
    [InlineData("""{"id": 1, "verb": "select", "rows": [10]}""")]
    [InlineData("""{"id": 1, "verb": "select", "rows": [0.5]}""")]
    [InlineData("""{"id": 1, "verb": "select", "rows": [1e999]}""")]
    [InlineData("""{"id": 1, "verb": "select", "where": "class = "}""")]
    [InlineData("""{"id": 1, "verb": "camera", "pitch": 9}""")]
    [InlineData("""{"id": 1, "verb": "colour", "by": "mood"}""")]
    [InlineData("""{"id": 1, "verb": "state", "more": 1}""")]
    [InlineData("""{"id": 1, "verb": "nearest", "row": 1}""")]
    [InlineData("""{"id": 1, "id": 2, "verb": "state"}""")]
    public void What_is_no_request_is_refused_in_a_line_and_the_next_is_answered(string line)
    {
        using Program program = Known();
        JsonNode answer = Ask(program, line);
        Assert.False((bool)answer["ok"]!);
        Assert.NotEmpty((string)answer["error"]!);
        Assert.True((bool)Ask(program, """{"id": 9, "verb": "state"}""")["ok"]!);
    }

    [Theory]
    [InlineData("""{"token": "wrong"}""")]
    [InlineData("""{"id": 1, "verb": "state"}""")]
    [InlineData("no token")]
    public void A_wrong_token_or_none_is_refused_and_the_connection_closed(string first)
    {
        using Program program = new(_path);
        program.Send(first);
        Assert.False((bool)JsonNode.Parse(program.Read()!)!["ok"]!);
        Assert.Null(program.Read());
    }

    [Fact]
    public void A_line_without_an_end_is_cut_off_before_and_after_the_token()
    {
        using Program stranger = new(_path);
        stranger.Flood(8192);
        Assert.False((bool)JsonNode.Parse(stranger.Read()!)!["ok"]!);
        using Program program = Known();
        program.Flood(RemoteLines.MaxLine + 4096);
        Assert.Contains("a line of more than", (string?)JsonNode.Parse(program.Read()!)!["error"]);
        Assert.Null(program.Read());
    }

    [Fact]
    public void A_program_that_reads_no_answers_is_cut_off_and_others_are_served()
    {
        using Program slow = Known();
        slow.SendUntilCut("""{"id": 1, "verb": "commands"}""", _inbox.Handle);
        using Program other = Known();
        Assert.True((bool)Ask(other, """{"id": 1, "verb": "state"}""")["ok"]!);
    }

    [Fact]
    public void A_program_that_leaves_is_no_longer_waited_for()
    {
        _session.Status = new OverlayStatus { State = RunState.Running };
        using (Program program = Known())
        {
            program.Send("""{"id": 1, "verb": "wait"}""");
            Handle(() => _inbox.IsWaiting);
        }

        Handle(() => !_inbox.IsWaiting);
    }

    [Fact]
    public void Token_and_socket_are_the_users_alone_and_gone_in_the_end()
    {
        const UnixFileMode Others = (UnixFileMode)0b000_111_111;
        Assert.Equal(RemotePlace.TokenLength, Token.Length);
        foreach (string file in new[] { _path, _path + ".token" })
            Assert.Equal(UnixFileMode.None, new FileInfo(file).UnixFileMode & Others);
        _socket.Dispose();
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void A_second_window_on_a_path_is_refused_and_the_first_goes_on()
    {
        UnusableInputException refusal = Assert.Throws<UnusableInputException>(() => RemotePlace.Take(_path));
        Assert.Contains("another window", refusal.Message);
        using Program program = Known();
        Assert.True((bool)Ask(program, """{"id": 1, "verb": "state"}""")["ok"]!);
    }

    [Fact]
    public void The_socket_of_a_killed_window_is_replaced_and_another_file_is_not()
    {
        string left = Path.Combine(_folder.FullName, "left.sock");
        using (Socket killed = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // Of a socket that is bound and does not listen, connecting is refused as of one whose process was killed.
            killed.Bind(new UnixDomainSocketEndPoint(left));
            Assert.Throws<UnusableInputException>(() => RemotePlace.Take(left));
            File.WriteAllText(left + ".token", "old");
            using RemotePlace place = RemotePlace.Take(left);
            Assert.False(Path.Exists(left));
            Assert.NotEqual("old", File.ReadAllText(left + ".token"));
        }

        string file = Path.Combine(_folder.FullName, "notes.txt");
        File.WriteAllText(file, "mine");
        Assert.Throws<UnusableInputException>(() => RemotePlace.Take(file));
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.False(File.Exists(file + ".lock"), "a refused path is left as it was");
    }

    [Fact]
    public void A_path_that_is_too_long_or_has_no_folder_or_cannot_be_written_is_refused()
    {
        Assert.Contains("107 bytes", Assert.Throws<UnusableInputException>(() => RemotePlace.Take("/tmp/" + new string('x', 103))).Message);
        string lost = Path.Combine(_folder.FullName, "nowhere", "s");
        Assert.Contains("not there", Assert.Throws<UnusableInputException>(() => RemotePlace.Take(lost)).Message);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc takes no files, not even of root");
        Assert.Contains("cannot be written", Assert.Throws<UnusableInputException>(() => RemotePlace.Take("/proc/s")).Message);
    }

    [Fact]
    public async Task A_caller_finds_the_token_and_is_told_why_something_failed()
    {
        using CancellationTokenSource done = new();
        Task frames = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    _inbox.Handle();
                    Thread.Sleep(5);
                }
            },
            TestContext.Current.CancellationToken
        );
        using RemoteCaller caller = await RemoteCaller.ConnectAsync(_path, TestContext.Current.CancellationToken);
        JsonObject state = await caller.CallAsync(new JsonObject { ["verb"] = "state" }, TestContext.Current.CancellationToken);
        Assert.Equal(Count, (int?)state["count"]);
        UnusableInputException refusal = await Assert.ThrowsAsync<UnusableInputException>(() =>
            caller.CallAsync(new JsonObject { ["verb"] = "colour", ["by"] = "mood" }, TestContext.Current.CancellationToken)
        );
        Assert.Contains("mood", refusal.Message);
        await done.CancelAsync();
        await frames;
        string nowhere = Path.Combine(_folder.FullName, "no.sock");
        refusal = await Assert.ThrowsAsync<UnusableInputException>(() =>
            RemoteCaller.ConnectAsync(nowhere, TestContext.Current.CancellationToken)
        );
        Assert.Contains("no window listens", refusal.Message);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _folder.Delete(recursive: true);
    }

    private Program Known()
    {
        Program program = new(_path);
        program.Send($$"""{"token": "{{Token}}"}""");
        Assert.True((bool)JsonNode.Parse(program.Read()!)!["ok"]!);
        return program;
    }

    private JsonNode Ask(Program program, string line)
    {
        program.Send(line);
        return Answer(program);
    }

    private JsonNode Answer(Program program)
    {
        Handle(() => program.HasAnswer);
        return JsonNode.Parse(program.Read()!)!;
    }

    private void Handle(Func<bool> until)
    {
        long began = Stopwatch.GetTimestamp();
        while (!until())
        {
            _inbox.Handle();
            Thread.Sleep(2);
            Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(20), "waited in vain");
        }
    }

    private sealed class FakeSession : IRemoteSession
    {
        public SceneState Scene { get; } =
            new(new SampleFacts(Count) { Labels = new SampleLabels([.. Enumerable.Range(0, Count).Select(i => i % 2)], ["even", "odd"]) });

        public bool HasCloud => true;

        public OverlayStatus Status { get; set; } = new() { State = RunState.Running };
    }

    private sealed class Program : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly StreamReader _reader;

        public Program(string path)
        {
            _socket.Connect(new UnixDomainSocketEndPoint(path));
            _socket.ReceiveTimeout = _socket.SendTimeout = 20_000;
            _reader = new StreamReader(new NetworkStream(_socket));
        }

        public bool HasAnswer => _socket.Available > 0;

        public void Send(string line) => _socket.Send(Encoding.UTF8.GetBytes(line + "\n"));

        public string? Read() => _reader.ReadLine();

        public void Flood(int bytes)
        {
            byte[] letters = Encoding.ASCII.GetBytes(new string('x', 4096));
            for (int sent = 0; sent < bytes; sent += letters.Length)
                _socket.Send(letters);
        }

        public void SendUntilCut(string line, Action meanwhile)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
            Assert.Throws<SocketException>(() =>
            {
                for (int i = 0; i < 1_000_000; i++)
                {
                    _socket.Send(bytes);
                    meanwhile();
                }
            });
        }

        public void Dispose()
        {
            _reader.Dispose();
            _socket.Dispose();
        }
    }
}
