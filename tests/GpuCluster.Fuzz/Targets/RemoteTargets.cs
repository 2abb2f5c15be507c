using System.Text;
using System.Text.Json.Nodes;
using GpuCluster.Core.Samples;
using GpuCluster.Panels.Status;
using GpuCluster.Scene;
using GpuCluster.Scene.Samples;
using GpuCluster.Session.Remote;

namespace GpuCluster.Fuzz.Targets;

/// <summary>The requests of other programs at a window's socket: each file is a line.</summary>
internal static class RemoteTargets
{
    private const int Points = 6;

    public static IEnumerable<FuzzTarget> All() =>
        [
            new("remote", ["Session.Remote.RemoteRequest"], Lines, Serve)
            {
                // Words as they are, not from RemoteVerbs: nothing may run that counts branches before its counters are there.
                Tokens =
                [
                    "\"state\"",
                    "\"wait\"",
                    "\"commands\"",
                    "\"find\"",
                    "\"selection\"",
                    "\"toggle\"",
                    "null",
                    "-1",
                    "1e300",
                    "\\ud800",
                    "[0,1]",
                    "\"rows\"",
                    "true",
                ],
            },
        ];

    private static IEnumerable<FuzzInput> Lines()
    {
        string[] lines =
        [
            """{"id":1,"token":"00ff"}""",
            """{"id":1,"verb":"state"}""",
            """{"id":"a","verb":"select","rows":[0,2],"how":"add"}""",
            """{"id":2,"verb":"select","where":"class = a and x < 3"}""",
            """{"id":3,"verb":"filter","add":"x > 1","clear":true,"hide":false}""",
            """{"id":4,"verb":"camera","position":[1,2,3],"yaw":1,"pitch":0.5,"fov":60}""",
            """{"id":5,"verb":"timeline","epoch":1.5,"live":true}""",
            """{"id":6,"verb":"command","name":"invert","key":1}""",
            """{"id":7,"verb":"picture","path":"a.png","seconds":0}""",
            """{"id":8,"verb":"nearest","row":1,"count":3}""",
            """{"id":9,"verb":"colour","by":"x"}""",
        ];
        return lines.Select((line, i) => new FuzzInput($"{i}.json", Encoding.UTF8.GetBytes(line)));
    }

    private static void Serve(string path)
    {
        RemoteInbox inbox = new(new Session(), () => { });
        List<string> answers = [];
        inbox.Add(new RemoteCall(RemoteRequest.Parse(File.ReadAllBytes(path)), answers.Add, () => false));
        inbox.Handle();
        if (answers.Count > 1 || (answers.Count == 0 && !inbox.IsWaiting))
            throw new InvalidOperationException($"{answers.Count} answers to one request");
        foreach (string answer in answers)
            _ = JsonNode.Parse(answer)!["ok"]!.GetValue<bool>();
    }

    private sealed class Session : IRemoteSession
    {
        public SceneState Scene { get; } =
            new(
                new SampleFacts(Points)
                {
                    Labels = new SampleLabels([0, 1, 0, 1, -1, 0], ["a", "b"]),
                    Columns = [new NumericColumn("x", [1, 2, 3, 4, 5, 6])],
                }
            );

        public bool HasCloud => true;

        public OverlayStatus Status => new() { State = RunState.Paused };
    }
}
