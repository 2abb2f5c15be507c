using System.Globalization;
using System.Text;
using System.Text.Json;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Projector;

/// <summary>
/// projector_config.json or .pbtxt: ProjectorConfig of tensorboard/plugins/projector/projector_config.proto, of which the first embedding
/// counts. Paths are relative to its folder.
/// </summary>
/// <param name="TensorName">The tensor's name.</param>
/// <param name="VectorsPath">The vectors' file.</param>
/// <param name="MetadataPath">The metadata's file, or null.</param>
/// <param name="SpritePath">The sheet of pictures, or null.</param>
/// <param name="PictureWidth">Pixels of one picture; 0 without a sheet.</param>
/// <param name="PictureHeight">Pixels of one picture; 0 without a sheet.</param>
internal sealed record ProjectorConfig(
    string TensorName,
    string VectorsPath,
    string? MetadataPath,
    string? SpritePath,
    int PictureWidth,
    int PictureHeight
)
{
    /// <summary>A configuration is a few lines; a larger file is not one.</summary>
    private const int LongestFile = 1 << 20;

    /// <summary>Rows and columns of vectors that are stored as bytes; null if they are text.</summary>
    public (long Rows, int Columns)? Shape { get; init; }

    /// <summary>Reads the first embedding of a configuration. Its paths are returned with the configuration's folder prepended.</summary>
    /// <exception cref="UnusableInputException">Not JSON, or no embedding with vectors in it.</exception>
    public static ProjectorConfig Read(string path)
    {
        try
        {
            byte[] bytes = Bytes(path);
            if (path.EndsWith(".pbtxt", StringComparison.OrdinalIgnoreCase))
                bytes = Encoding.UTF8.GetBytes(ProtoText.Parse(Encoding.UTF8.GetString(bytes)).ToJsonString());
            using JsonDocument document = JsonDocument.Parse(bytes);
            if (!document.RootElement.TryGetProperty("embeddings", out JsonElement embeddings) || embeddings.GetArrayLength() == 0)
                throw new UnusableInputException($"{path}: names no embeddings; give the .tsv of the vectors itself");
            return Read(path, embeddings[0]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new UnusableInputException(
                $"{path}: not a projector configuration ({e.Message}); export it again, or give the .tsv of the vectors itself",
                e
            );
        }
    }

    /// <summary>Writes a configuration of one embedding in protobuf's text format.</summary>
    /// <param name="stream">Receives the text.</param>
    /// <param name="rows">n.</param>
    /// <param name="columns">d.</param>
    public void WriteText(Stream stream, int rows, int columns)
    {
        StringBuilder text = new();
        static string Quoted(string value) => $"\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"").ReplaceLineEndings(" ")}\"";
        text.Append(CultureInfo.InvariantCulture, $"embeddings {{\n  tensor_name: {Quoted(TensorName)}\n");
        text.Append(
            CultureInfo.InvariantCulture,
            $"  tensor_shape: {rows}\n  tensor_shape: {columns}\n  tensor_path: {Quoted(VectorsPath)}\n"
        );
        if (MetadataPath is not null)
            text.Append(CultureInfo.InvariantCulture, $"  metadata_path: {Quoted(MetadataPath)}\n");
        if (SpritePath is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $"  sprite {{\n    image_path: {Quoted(SpritePath)}\n");
            text.Append(
                CultureInfo.InvariantCulture,
                $"    single_image_dim: {PictureWidth}\n    single_image_dim: {PictureHeight}\n  }}\n"
            );
        }

        stream.Write(Encoding.UTF8.GetBytes(text.Append("}\n").ToString()));
    }

    /// <summary>Writes a configuration of one embedding.</summary>
    /// <param name="stream">Receives the JSON.</param>
    /// <param name="rows">n.</param>
    /// <param name="columns">d.</param>
    public void Write(Stream stream, int rows, int columns)
    {
        using Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteStartArray("embeddings");
        writer.WriteStartObject();
        writer.WriteString("tensorName", TensorName);
        writer.WriteStartArray("tensorShape");
        writer.WriteNumberValue(rows);
        writer.WriteNumberValue(columns);
        writer.WriteEndArray();
        writer.WriteString("tensorPath", VectorsPath);
        if (MetadataPath is not null)
            writer.WriteString("metadataPath", MetadataPath);
        if (SpritePath is not null)
        {
            writer.WriteStartObject("sprite");
            writer.WriteString("imagePath", SpritePath);
            writer.WriteStartArray("singleImageDim");
            writer.WriteNumberValue(PictureWidth);
            writer.WriteNumberValue(PictureHeight);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static byte[] Bytes(string path)
    {
        using FileStream stream = InputFile.Open(path);
        if (stream.Length > LongestFile)
        {
            throw new UnusableInputException(
                $"{path}: {stream.Length} bytes are no projector configuration; give the .tsv of the vectors itself"
            );
        }

        byte[] bytes = new byte[stream.Length];
        return bytes[..InputFile.ReadUpTo(stream, bytes, path)];
    }

    private static ProjectorConfig Read(string path, JsonElement embedding)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string Beside(string name) => Path.Combine(folder, name);
        string vectors =
            Text(embedding, "tensorPath")
            ?? throw new UnusableInputException(
                $"{path}: its first embedding has no tensorPath, so its vectors are in a checkpoint; give the .tsv of the "
                    + "vectors itself, or export them"
            );
        string? metadata = Text(embedding, "metadataPath");
        (string? sprite, int width, int height) = (null, 0, 0);
        if (embedding.TryGetProperty("sprite", out JsonElement sheet))
        {
            sprite = Text(sheet, "imagePath");
            JsonElement size = sheet.GetProperty("singleImageDim");
            if (size.GetArrayLength() != 2 || size[0].GetInt32() < 1 || size[1].GetInt32() < 1)
                throw new UnusableInputException($"{path}: singleImageDim is not a width and a height of 1 pixel or more; export it again");
            (width, height) = (size[0].GetInt32(), size[1].GetInt32());
        }

        return new ProjectorConfig(
            Text(embedding, "tensorName") ?? InputFile.NameOf(vectors),
            Beside(vectors),
            metadata is null ? null : Beside(metadata),
            sprite is null ? null : Beside(sprite),
            width,
            height
        )
        {
            Shape = ShapeOf(embedding),
        };
    }

    private static (long Rows, int Columns)? ShapeOf(JsonElement embedding) =>
        embedding.TryGetProperty("tensorShape", out JsonElement shape)
        && shape.ValueKind == JsonValueKind.Array
        && shape.GetArrayLength() == 2
        && shape[0].TryGetInt64(out long rows)
        && shape[1].TryGetInt32(out int columns)
            ? (rows, columns)
            : null;

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.GetString() is { Length: > 0 } text ? text : null;
}
