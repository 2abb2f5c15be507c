using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Scenes;

namespace GpuCluster.Data.Jobs;

/// <summary>manifest.json: all that a job's results depend on.</summary>
/// <param name="Format">The value of <see cref="FormatName"/>.</param>
/// <param name="Version">The format's version.</param>
/// <param name="Algorithms">The value of <see cref="AlgorithmsVersion"/>: other algorithms could make other bytes.</param>
/// <param name="Source">The data, and how it is read.</param>
/// <param name="Model">The model, or null for pixels and for data that is vectors already.</param>
/// <param name="Rows">n, samples of the data, those included that turn out to have no vector.</param>
/// <param name="RowsPerShard">Rows of every shard but the last.</param>
/// <param name="Clusters">Clusters that rows are divided into; 0 in an exact job.</param>
/// <param name="Settings">How neighbours are found.</param>
public sealed record JobManifest(
    string Format,
    int Version,
    int Algorithms,
    SceneSource Source,
    JobModel? Model,
    int Rows,
    int RowsPerShard,
    int Clusters,
    JobSettings Settings
)
{
    /// <summary>The file's name in a job's folder.</summary>
    public const string FileName = "manifest.json";

    private const string FormatName = "gpucluster-job";
    private const int NewestVersion = 1;

    /// <summary>
    /// Raised by every change after which a unit could make other bytes of the same manifest: of an algorithm, of a decoder or of the
    /// runtime of models. A job outlives every other change of the program.
    /// </summary>
    private const int AlgorithmsVersion = 1;

    /// <summary>A longer file is none of this program.</summary>
    private const long MaxBytes = 1 << 20;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Shards.</summary>
    [JsonIgnore]
    public int Shards => (int)(((long)Rows + RowsPerShard - 1) / RowsPerShard);

    /// <summary>The manifest of a new job.</summary>
    public static JobManifest Of(SceneSource source, JobModel? model, int rows, int rowsPerShard, JobSettings settings) =>
        new(
            FormatName,
            NewestVersion,
            AlgorithmsVersion,
            source,
            model,
            rows,
            rowsPerShard,
            settings.Exact ? 0 : ClustersFor(rows),
            settings
        );

    /// <summary>The first row of a shard.</summary>
    public int FirstRow(int shard) => (int)Math.Min((long)shard * RowsPerShard, Rows);

    /// <summary>Rows of a shard.</summary>
    public int RowsOf(int shard) => FirstRow(shard + 1) - FirstRow(shard);

    /// <summary>The manifest as the bytes of its file.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, Options);

    /// <summary>Reads a manifest.</summary>
    /// <param name="folder">The job.</param>
    /// <param name="hash">The SHA-256 of its bytes.</param>
    /// <exception cref="UnusableInputException">The folder is no job, or one of another version.</exception>
    public static JobManifest Read(string folder, out string hash)
    {
        byte[] bytes = BytesOf(folder);
        hash = HashOf(bytes);
        string path = Path.Combine(folder, FileName);
        try
        {
            // The version first: another one may have other members.
            using JsonDocument document = JsonDocument.Parse(bytes);
            if (!document.RootElement.TryGetProperty("format", out JsonElement format) || !format.ValueEquals(FormatName))
                throw new UnusableInputException($"{path}: not the manifest of a job; give the folder of a job");
            if (!document.RootElement.TryGetProperty("version", out JsonElement version) || !version.TryGetInt32(out int number))
                throw new UnusableInputException($"{path}: a manifest without a version; create the job again");
            if (number != NewestVersion)
            {
                throw new UnusableInputException(
                    $"{path}: a job of version {number}, where this program knows {NewestVersion}; use the program that created it"
                );
            }

            JobManifest manifest =
                document.Deserialize<JobManifest>(Options)
                ?? throw new UnusableInputException($"{path}: a damaged manifest; create the job again");
            manifest.Check(path);
            return manifest;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UnusableInputException($"{path}: a damaged manifest ({e.Message}); create the job again", e);
        }
    }

    /// <summary>The SHA-256 of a job's manifest as it is now.</summary>
    public static string HashOf(string folder) => HashOf(BytesOf(folder));

    /// <summary>The SHA-256 of a manifest's bytes.</summary>
    public static string HashOf(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Whether a folder is a job: its manifest says so, whatever else is wrong with it.</summary>
    public static bool IsIn(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (new FileInfo(path) is not { Exists: true, Length: <= MaxBytes })
            return false;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("format", out JsonElement format)
                && format.ValueKind == JsonValueKind.String
                && format.ValueEquals(FormatName);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Refuses to work on a job of other algorithms: its units would not fit together.</summary>
    /// <param name="folder">The job, for the message.</param>
    /// <exception cref="UnusableInputException">A program with other algorithms created the job.</exception>
    public void CheckAlgorithms(string folder)
    {
        if (Algorithms != AlgorithmsVersion)
        {
            throw new UnusableInputException(
                $"{folder}: a job of algorithms {Algorithms}, where this program has {AlgorithmsVersion} and could make other bytes; use "
                    + "the version of the program that created it, or create the job again"
            );
        }
    }

    /// <summary>
    /// Rows of a cluster are 16,384 on average where each row is in two; from 134 million rows on, the cost of naming the clusters of a row
    /// and of searching within them are balanced: sqrt(2 n) clusters.
    /// </summary>
    private static int ClustersFor(int rows)
    {
        const double RowsPerCluster = 16384;
        return (int)Math.Max(1, Math.Min(Math.Ceiling(2.0 * rows / RowsPerCluster), Math.Ceiling(Math.Sqrt(2.0 * rows))));
    }

    private static byte[] BytesOf(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            if (File.Exists(folder))
                throw new UnusableInputException($"{folder}: a file; give the folder of a job");
            if (!File.Exists(path))
                throw new UnusableInputException($"{folder}: no job: {FileName} is not there; give the folder of a job");
            return new FileInfo(path).Length <= MaxBytes
                ? File.ReadAllBytes(path)
                : throw new UnusableInputException($"{path}: not the manifest of a job; give the folder of a job");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"{path}: cannot be read ({e.Message}); check the folder", e);
        }
    }

    private void Check(string path)
    {
        bool isRight =
            Rows >= 1
            && RowsPerShard >= 1
            && Clusters >= (Settings.Exact ? 0 : 1)
            && Clusters <= Rows
            && Settings.Neighbours >= 1
            && Settings.Neighbours <= Rows
            && Settings.Recall is >= 0 and <= 1
            && Enum.IsDefined(Settings.Metric);
        if (!isRight)
            throw new UnusableInputException($"{path}: a manifest with numbers out of range; create the job again");
    }
}
