using System.Text.Json;
using System.Text.Json.Serialization;

namespace GpuCluster.Data.Scenes;

/// <summary>scene.json: everything in a scene except tensors. The tensors are checked against its n and its columns.</summary>
internal sealed record SceneDocument
{
    /// <summary>The value of <see cref="Format"/>.</summary>
    public const string FormatName = "gpucluster-scene";

    public required string Format { get; init; }

    public required int Version { get; init; }

    public required string Name { get; init; }

    public required int Count { get; init; }

    public required int Dims { get; init; }

    public required string Method { get; init; }

    /// <summary>The optional parts in the file, by their first members, so that a missing one is detected.</summary>
    public required IReadOnlyList<string> Parts { get; init; }

    public SceneSource? Source { get; init; }

    public SceneModel? Model { get; init; }

    public SceneRun? Run { get; init; }

    /// <summary>The rows of the data where some have no sample; rows.npy then has the row of each sample.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? RowCount { get; init; }

    public IReadOnlyList<string>? ClassNames { get; init; }

    public required IReadOnlyList<SceneColumn> Columns { get; init; }

    public int? Focus { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Sections { get; init; }

    public static JsonSerializerOptions Options { get; } =
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            WriteIndented = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        };
}

/// <summary>A column: numbers lie in columns/I.npy, text in columns/I.json.</summary>
internal sealed record SceneColumn(string Name, bool IsNumeric);
