using System.Numerics;
using System.Text.Json;
using CsCheck;
using GpuCluster.Core.Graphs;
using GpuCluster.Core.Layouts;
using GpuCluster.Core.Layouts.Umap;
using GpuCluster.Core.Samples;
using GpuCluster.Core.Similarity;
using GpuCluster.Data.Scenes;

namespace GpuCluster.Data.Tests.Scenes;

/// <summary>Scenes of every shape.</summary>
internal static class SceneSamples
{
    private static readonly string[] Names = ["plain", "猫と犬", "🦊, \"quoted\"", "two\nlines", ""];

    private static readonly Gen<float> Value = Gen.Float[-1e6f, 1e6f];

    public static Gen<SceneFile> Any { get; } =
        Gen.Select(Gen.Int[1, 40], Gen.Int[2, 3], Gen.Bool.Array[7]).SelectMany((n, dims, has) => Scene(n, dims, has));

    /// <summary>Each vertex joined to the next.</summary>
    public static LayoutGraph Ring(int n)
    {
        int[][] rows =
        [
            .. Enumerable.Range(0, n).Select(i => n == 1 ? [] : new[] { (i + 1) % n, (i + n - 1) % n }.Distinct().Order().ToArray()),
        ];
        int[] starts = [0, .. rows.Select((_, i) => rows[..(i + 1)].Sum(row => row.Length))];
        return new LayoutGraph(starts, [.. rows.SelectMany(row => row)], [.. Enumerable.Repeat(0.5f, starts[^1])]);
    }

    /// <summary>A scene that has everything.</summary>
    public static SceneFile Full(int n = 6)
    {
        float[] values = [.. Enumerable.Range(0, 3 * n).Select(i => i * 0.25f)];
        return new SceneFile("猫", new Layout(n, 3, values))
        {
            Initial = new Layout(n, 3, [.. values.Reverse()]),
            Graph = Ring(n),
            Run = new SceneRun(new UmapOptions(), Metric.Cosine, 3, 500),
            Knn = new KnnGraph(n, 2, [.. Enumerable.Range(0, 2 * n).Select(i => i % n)], new float[2 * n]),
            Labels = new SampleLabels([.. Enumerable.Range(0, n).Select(i => (i % 3) - 1)], ["a", "🦊"]),
            Rows = SampleRows.Of(n + 2, [.. Enumerable.Range(1, n)]),
            Columns = [new NumericColumn("x", [.. values[..n]]), new TextColumn("y", [.. Enumerable.Repeat("t", n)])],
            History =
            [
                new SceneKeyframe(0, Vector3.Zero, Vector3.One, new ushort[3 * n]),
                new SceneKeyframe(2, -Vector3.One, Vector3.One, new ushort[3 * n]),
            ],
            Selection = new SceneSelection
            {
                Selected = [0, 2],
                Hidden = [1],
                Isolated = [2],
                Pinned = [0],
                Focus = 2,
            },
            Source = new SceneSource("/x", "x", "00"),
            Model = new SceneModel("/m", "m", "vision_model.onnx", "00"),
        };
    }

    private static Gen<SceneFile> Scene(int n, int dims, bool[] has)
    {
        Gen<Layout> layout = Value.Array[n * dims].Select(values => new Layout(n, dims, values));
        Gen<int[]> indices = Gen.Int[0, n - 1].Array[0, n].Select(some => some.Distinct().Order().ToArray());
        Gen<float[]> numbers = Gen.OneOf(Value, Gen.Const(float.NaN)).Array[n];
        Gen<SceneKeyframe[]> frames = Gen.Select(Gen.Int[1, 9].Array[0, 4], Gen.UShort.Array[3 * n], Value)
            .Select(
                (gaps, data, low) =>
                    gaps.Select(
                            (_, i) =>
                                new SceneKeyframe(
                                    gaps[..(i + 1)].Sum(),
                                    new Vector3(low, 0, -low),
                                    new Vector3(0, 1e-3f, i),
                                    data.Select(q => (ushort)(q + i)).ToArray()
                                )
                        )
                        .ToArray()
            );
        Gen<int[]> labels = Gen.Int[-1, Names.Length - 1].Array[n];
        return Gen.Select(
            Gen.Select(layout, layout),
            indices,
            indices,
            numbers,
            frames,
            labels,
            Gen.Int[2, 5]
                .SelectMany(k =>
                    Gen.Select(Gen.Int[0, n - 1].Array[n * k], Gen.Float[0, 9].Array[n * k]).Select((to, d) => new KnnGraph(n, k, to, d))
                ),
            (layouts, first, second, column, history, classes, knn) =>
                new SceneFile(Names[n % Names.Length], layouts.Item1)
                {
                    Method = "UMAP, 3-D, 余弦",
                    Initial = has[0] ? layouts.Item2 : null,
                    Graph = has[0] ? Ring(n) : null,
                    Run = has[0]
                        ? new SceneRun(
                            new UmapOptions
                            {
                                Dims = dims,
                                Seed = ulong.MaxValue,
                                MinDist = 0.25,
                                Epochs = has[1] ? null : 77,
                            },
                            has[2] ? Metric.Cosine : Metric.Euclidean,
                            n,
                            40
                        )
                        {
                            Components = has[1] ? 50 : null,
                        }
                        : null,
                    Knn = has[1] ? knn : null,
                    Rows = has[5] ? SampleRows.Of(n + 3, [.. Enumerable.Range(2, n)]) : null,
                    Labels = has[2] ? new SampleLabels(classes, Names) : null,
                    Columns = has[3]
                        ?
                        [
                            new NumericColumn("größe", [.. column]),
                            new TextColumn("名前", [.. classes.Select(label => label < 0 ? "" : Names[label])]),
                        ]
                        : [],
                    History = has[4] ? history : [],
                    Selection = new SceneSelection
                    {
                        Selected = first,
                        Hidden = second,
                        Isolated = has[5] ? first : null,
                        Pinned = second,
                        Focus = has[6] ? n - 1 : null,
                    },
                    Source = has[6]
                        ? new SceneSource("/data/猫.npy", "../猫.npy", "0123") { Limit = has[0] ? 5 : null, As = MatrixUse.Layout }
                        : null,
                    Model = has[3] ? new SceneModel("/models/猫", "../models/猫", "onnx/model.onnx", "4567") : null,
                    Sections = new Dictionary<string, JsonElement>(StringComparer.Ordinal)
                    {
                        ["camera"] = JsonSerializer.SerializeToElement(new { Yaw = 0.5, Name = Names[2] }),
                    },
                }
        );
    }
}
