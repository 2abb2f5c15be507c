using System.Numerics;
using System.Text.Json;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Data.Scenes;
using GpuCluster.Pipeline.Layouts;
using GpuCluster.Scene;
using GpuCluster.Scene.Cameras;
using GpuCluster.Scene.Samples;
using GpuCluster.Session.Graphics;
using GpuCluster.Session.Scenes;

namespace GpuCluster.Fuzz.Targets;

/// <summary>Readers of what the program saves.</summary>
internal static class SceneTargets
{
    private const int Points = 6;
    private static readonly JsonSerializerOptions WithFields = new() { IncludeFields = true };

    public static IEnumerable<FuzzTarget> All() =>
        [
            new("scene", ["Data.Scenes.SceneFileReader", "Data.Scenes.SceneArchive"], Scenes, ReadScene)
            {
                Tokens = ["gpucluster-scene", "\"version\":2", "<f8", "<i4", "<u2", "(6, 3)", "null", "\"View\"", "\"epoch\""],
            },
            new("layout-source", ["Data.Scenes.LayoutSource", "Data.Scenes.DataFingerprint"], Sources, ReadSource)
            {
                Beside = () => [Samples.One("f32_5x3.npy", "x.npy"), Samples.One("f32_5x3.npy", "data.npy")],
                Tokens = ["gpucluster-layout", "data.npy", "x.npy", "Limit"],
            },
            new("camera-path", ["Session.Graphics.CameraPathFile"], SavedPaths, path => CameraPathFile.Read(path).At(0.5))
            {
                Tokens = ["\"seconds\"", "\"keyframes\"", "\"position\"", "\"yaw\"", "1e300", "[0,0,0]"],
            },
            new(
                "initial-layout",
                ["Pipeline.Layouts.InitialLayoutFile"],
                () => Samples.Of("", ".npy").Where(file => file.File.StartsWith("f32_5x3", StringComparison.Ordinal)),
                path => InitialLayoutFile.Read(path, 5, 3, CancellationToken.None)
            ),
        ];

    private static IEnumerable<FuzzInput> Scenes()
    {
        string path = Path.Combine(Path.GetTempPath(), $"gpucluster-fuzz-{Environment.ProcessId}.gpc");
        try
        {
            List<FuzzInput> files = [];
            foreach ((string name, SceneFile scene) in new[] { ("full.gpc", Full()), ("plain.gpc", Plain()) })
            {
                SceneFileWriter.Write(path, scene);
                files.Add(new FuzzInput(name, File.ReadAllBytes(path)));
            }

            return files;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static SceneFile Plain() => new("plain", new Layout(Points, 2, new float[2 * Points]));

    private static SceneFile Full()
    {
        float[] values = [.. Enumerable.Range(0, 3 * Points).Select(i => i * 0.25f)];
        int[] starts = [.. Enumerable.Range(0, Points + 1).Select(i => 2 * i)],
            ends = [.. Enumerable.Range(0, Points).SelectMany(i => new[] { (i + 1) % Points, (i + Points - 1) % Points }.Order())];
        SceneState state = new(new SampleFacts(Points));
        return new SceneFile("full", new Layout(Points, 3, values))
        {
            Initial = new Layout(Points, 3, values),
            Graph = new LayoutGraph(starts, ends, [.. Enumerable.Repeat(0.5f, ends.Length)]),
            Run = new SceneRun(new UmapOptions(), Metric.Cosine, 3, 500),
            Knn = new KnnGraph(Points, 2, [.. Enumerable.Range(0, 2 * Points).Select(i => i % Points)], new float[2 * Points]),
            Labels = new SampleLabels([0, 1, 0, 1, -1, 0], ["a", "b"]),
            Columns = [new NumericColumn("x", [1, 2, 3, 4, 5, 6]), new TextColumn("y", ["a", "b", "c", "d", "e", "f"])],
            History =
            [
                new SceneKeyframe(0, Vector3.Zero, Vector3.One, new ushort[3 * Points]),
                new SceneKeyframe(2, -Vector3.One, Vector3.One, new ushort[3 * Points]),
            ],
            Selection = new SceneSelection
            {
                Selected = [0, 2],
                Hidden = [1],
                Isolated = [2],
                Pinned = [0],
                Focus = 2,
            },
            Sections = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
            {
                ["cameras"] = JsonSerializer.SerializeToElement(state.Cameras.State, WithFields),
                ["timeline"] = JsonSerializer.SerializeToElement(state.Timeline.State, WithFields),
                ["view"] = JsonSerializer.SerializeToElement(
                    new
                    {
                        Colouring = "x",
                        PointSize = 3f,
                        Opacity = 1f,
                        EpochsBefore = 2,
                    }
                ),
            },
        };
    }

    private static void ReadScene(string path)
    {
        SceneFile scene = SceneFileReader.Read(path);
        SceneState state = new(new SampleFacts(scene.Positions.Count) { Labels = scene.Labels, Columns = scene.Columns });
        SceneFiles.RestoreHistory(scene, state.Timeline);
        SceneFiles.RestoreView(new OpenedScene(path, scene), state);
    }

    private static IEnumerable<FuzzInput> Sources()
    {
        string folder = Directory.CreateTempSubdirectory("gpucluster-fuzz-").FullName;
        try
        {
            string positions = Path.Combine(folder, "x.npy"),
                data = Path.Combine(folder, "data.npy");
            File.WriteAllBytes(positions, Samples.One("f32_5x3.npy").Bytes);
            File.Copy(positions, data);
            LayoutSource.Write(positions, data, new DatasetOptions(), null);
            return [new FuzzInput("x.layout.json", File.ReadAllBytes(LayoutSource.PathFor(positions)))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void ReadSource(string path) =>
        Visit.Read(Path.Combine(Path.GetDirectoryName(path)!, "x.npy"), new DatasetOptions { As = MatrixUse.Layout });

    private static IEnumerable<FuzzInput> SavedPaths()
    {
        string path = Path.Combine(Path.GetTempPath(), $"gpucluster-fuzz-{Environment.ProcessId}.json");
        try
        {
            Camera camera = new(new Vector3(0, 1, 2), 0.5f, 0.25f);
            CameraPathFile.Write(path, new CameraPath([new(0, camera), new(1, camera with { Yaw = 2 }), new(2, camera)]));
            return [new FuzzInput("saved.json", File.ReadAllBytes(path))];
        }
        finally
        {
            File.Delete(path);
        }
    }
}
