using GpuCluster.Core.Similarity;
using GpuCluster.Data;
using GpuCluster.Data.Jobs;
using GpuCluster.Data.Parts;
using GpuCluster.Data.Scenes;

namespace GpuCluster.Fuzz.Targets;

/// <summary>Readers of a job's folder.</summary>
internal static class JobTargets
{
    private const int Rows = 5;
    private const int K = 2;

    public static IEnumerable<FuzzTarget> All() =>
        [
            new("job", ["Data.Jobs.JobManifest", "Data.Jobs.UnitStore", "Data.Parts.PartRows", "Data.Parts.PartFile"], Files, Read)
            {
                Beside = Files,
                Tokens = ["\"version\":1", "\"rows\"", "gpucluster-unit 1", "<f4", "<i4", "(5, 2)", "exact", "../"],
            },
        ];

    private static void Read(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        Visit.Read(File.Exists(Path.Combine(folder, JobManifest.FileName)) ? folder : Path.GetDirectoryName(folder)!);
    }

    // An exact job of one shard: a unit of vectors, one of a pair, one of the graph.
    private static IEnumerable<FuzzInput> Files()
    {
        string folder = Directory.CreateTempSubdirectory("gpucluster-fuzz-").FullName;
        try
        {
            string data = Path.Combine(folder, "data.npy");
            File.WriteAllBytes(data, Samples.One("f32_5x3.npy").Bytes);
            string manifestPath = Path.Combine(folder, JobManifest.FileName);
            // The same bytes each time, whatever the folder is called: marks name the manifest by its hash.
            SceneSource source = SceneSource.Of(data, new DatasetOptions(), manifestPath) with
            {
                Path = "data.npy",
            };
            JobManifest manifest = JobManifest.Of(source, null, Rows, Rows, new JobSettings(K, Metric.Euclidean, 1, Exact: true, 0.9));
            File.WriteAllBytes(manifestPath, manifest.ToBytes());
            UnitStore store = new(folder, JobManifest.HashOf(folder));
            float[] values = [.. Enumerable.Range(0, 3 * Rows).Select(i => i * 0.5f)];
            int[] indices = [.. Enumerable.Range(0, Rows).SelectMany(row => new[] { row, (row + 1) % Rows })];
            Finish(0, StageNames.Embed, StageNames.Vectors, 3, values);
            Finish(1, StageNames.Lists, StageNames.Indices, 1, new int[Rows]);
            (string, PartCheck) found = Write(StageNames.Graph, StageNames.Indices, K, indices),
                lengths = Write(StageNames.Graph, StageNames.Distances, K, new float[K * Rows]);
            store.Finish(2, [found, lengths], CancellationToken.None);
            return
            [
                .. Directory
                    .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                    .Order(StringComparer.Ordinal)
                    .Select(path => new FuzzInput(Path.GetRelativePath(folder, path), File.ReadAllBytes(path))),
            ];

            void Finish<T>(int unit, string stage, string name, int columns, T[] all)
                where T : unmanaged => store.Finish(unit, [Write(stage, name, columns, all)], CancellationToken.None);

            (string Path, PartCheck Check) Write<T>(string stage, string name, int columns, T[] all)
                where T : unmanaged
            {
                string path = store.PathOf(stage, 0, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return (path, PartFile.Write<T>(path, columns, all, CancellationToken.None));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
