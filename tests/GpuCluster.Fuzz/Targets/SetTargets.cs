using GpuCluster.Data.Embeddings;

namespace GpuCluster.Fuzz.Targets;

/// <summary>Readers of data sets in several files.</summary>
internal static class SetTargets
{
    private const string Vectors = "0.5\t1\t-2\n1e-3\t2\t3\n4\t5\t6\n";
    private const string Metadata = "name\tsize\na\t1\nb\t2\nc\t3\n";

    public static IEnumerable<FuzzTarget> All() =>
        [
            new(
                "projector-config",
                ["Data.Projector.ProjectorConfig"],
                () =>
                    [
                        Samples.Text(
                            "projector_config.json",
                            """
                            {"embeddings": [{"tensorName": "a", "tensorShape": [3, 3], "tensorPath": "v.tsv", "metadataPath": "m.tsv",
                             "sprite": {"imagePath": "s.png", "singleImageDim": [8, 8]}}]}
                            """
                        ),
                        Samples.Text(
                            "projector_config.pbtxt",
                            """
                            embeddings {
                              tensor_name: "a"
                              tensor_shape: 3
                              tensor_shape: 3
                              tensor_path: "v.bytes"
                              metadata_path: "m.tsv"
                              sprite {
                                image_path: "s.png"
                                single_image_dim: 8
                                single_image_dim: 8
                              }
                            }
                            """
                        ),
                    ],
                Visit.Read
            )
            {
                Beside = Projector,
                Tokens = ["embeddings", "tensorShape", "tensor_path", "singleImageDim", "{", "}", "\\n", "\\377", "v.bytes"],
            },
            new(
                "projector-vectors",
                ["Data.Readers.ProjectorReader"],
                () => [Samples.Text("v.tsv", Vectors), new FuzzInput("v.bytes", new byte[36])],
                path =>
                    Visit.Read(
                        Path.Combine(
                            Path.GetDirectoryName(path)!,
                            path.EndsWith("tsv", StringComparison.Ordinal) ? "text" : "",
                            "projector_config.json"
                        )
                    )
            )
            {
                Beside = Projector,
            },
            new(
                "projector-metadata",
                [],
                () => [Samples.Text("m.tsv", Metadata)],
                path => Visit.Read(Path.Combine(Path.GetDirectoryName(path)!, "projector_config.json"))
            )
            {
                Beside = Projector,
                Tokens = ["\t", "\n"],
            },
            new(
                "projector-sprite",
                ["Data.Projector.SpriteThumbnails"],
                () => [Samples.Picture("s.png"), Samples.One("pictures/rgb.webp", "s.png"), Samples.One("pictures/grey.jpg", "s.png")],
                path => Visit.Read(Path.Combine(Path.GetDirectoryName(path)!, "projector_config.json"))
            )
            {
                Beside = Projector,
            },
            new(
                "clip-retrieval",
                ["Data.Readers.ClipRetrievalFolder"],
                () =>
                    [
                        Samples.One("clip-retrieval.parquet", "metadata/metadata_0.parquet"),
                        Samples.One("f32_5x3.npy", "img_emb/img_emb_0.npy"),
                    ],
                path => Visit.Read(Path.GetDirectoryName(Path.GetDirectoryName(path))!)
            )
            {
                Beside = () => [Samples.One("f32_5x3.npy", "img_emb/img_emb_1.npy")],
            },
            new(
                "shards",
                ["Data.Shards.ShardReader"],
                () => [Samples.One("parquet/plain.parquet", "data/train-00000-of-00002.parquet")],
                path => Visit.Read(Path.GetDirectoryName(path)!)
            )
            {
                Beside = () => [Samples.One("parquet/snappy.parquet", "data/train-00001-of-00002.parquet")],
            },
            new("journal", ["Data.Embeddings.EmbeddingJournal"], Journal, ReadJournal) { Tokens = ["GPCEMB1\n"] },
        ];

    private static IEnumerable<FuzzInput> Projector()
    {
        string Config(string vectors, string beside) =>
            $$$"""
                {"embeddings": [{"tensorName": "a", "tensorShape": [3, 3], "tensorPath": "{{{beside}}}{{{vectors}}}",
                 "metadataPath": "{{{beside}}}m.tsv", "sprite": {"imagePath": "{{{beside}}}s.png", "singleImageDim": [8, 8]}}]}
                """;
        return
        [
            Samples.Text("projector_config.json", Config("v.bytes", "")),
            Samples.Text("text/projector_config.json", Config("v.tsv", "../")),
            Samples.Text("v.tsv", Vectors),
            new FuzzInput("v.bytes", new byte[36]),
            Samples.Text("m.tsv", Metadata),
            Samples.Picture("s.png"),
        ];
    }

    private static IEnumerable<FuzzInput> Journal()
    {
        string folder = Directory.CreateTempSubdirectory("gpucluster-fuzz-").FullName;
        try
        {
            string path = Path.Combine(folder, "x.journal");
            using (EmbeddingJournal journal = EmbeddingJournal.OpenAt(path, 4, _ => { })!)
                journal.Append(new byte[96], new float[12]);
            return [new FuzzInput("cache/x.journal", File.ReadAllBytes(path))];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void ReadJournal(string path)
    {
        using EmbeddingJournal? journal = EmbeddingJournal.OpenAt(path, 4, _ => { });
        journal?.TryRead(new byte[32], new float[4]);
    }
}
