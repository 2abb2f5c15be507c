using System.Text.Json;
using System.Text.Json.Serialization;
using GpuCluster.Data.Files;
using GpuCluster.Data.Sources;
using GpuCluster.Data.Trees;

namespace GpuCluster.Data.Boxes;

/// <summary>COCO's format: a .json with the images, the annotations and the categories of a set.</summary>
internal static class CocoFiles
{
    /// <summary>In larger numbers, .json files belong to single images, so that only those with a telling name are looked at.</summary>
    private const int MaxTried = 64;

    private static readonly string[] Telling = ["coco", "instances", "annotation"];

    /// <summary>One of these names stands near the beginning.</summary>
    private static readonly string[] FirstNames = ["\"images\"", "\"annotations\"", "\"categories\"", "\"info\"", "\"licenses\""];

    private const int StartBytes = 1 << 16;

    /// <summary>Reads what a tree has of it.</summary>
    public static void Read(ImageTree tree, ImageNames names, ImageObjects objects, CancellationToken cancellation)
    {
        string[] files = [.. tree.Others.Where(file => file.EndsWith(".json", StringComparison.OrdinalIgnoreCase))];
        if (files.Length > MaxTried)
            files = [.. files.Where(file => Array.Exists(Telling, word => file.Contains(word, StringComparison.OrdinalIgnoreCase)))];
        foreach (string file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            using Stream stream = tree.Open(file);
            int known = NamesIn(stream);
            if (known == 0)
                continue;
            stream.Position = 0;
            try
            {
                Document? coco = JsonSerializer.Deserialize(stream, CocoJson.Default.Document);
                if (coco is { Images: { } images, Annotations: { } annotations })
                    Add(tree, file, coco, images, annotations, names, objects);
            }
            catch (JsonException e)
            {
                // A .json of another kind may have one of the names too.
                if (known > 1)
                    objects.Warn($"{tree.AddressOf(file)}: no usable COCO file ({e.Message.ReplaceLineEndings(" ")}); it is left out");
            }
        }
    }

    // How many of the first names stand near the beginning.
    private static int NamesIn(Stream stream)
    {
        byte[] start = new byte[Math.Min(StartBytes, stream.Length)];
        stream.ReadExactly(start);
        string text = System.Text.Encoding.UTF8.GetString(start);
        return FirstNames.Count(name => text.Contains(name, StringComparison.Ordinal));
    }

    private static void Add(
        ImageTree tree,
        string file,
        Document coco,
        IReadOnlyList<Image> images,
        IReadOnlyList<Annotation> annotations,
        ImageNames names,
        ImageObjects objects
    )
    {
        // Files of captions have annotations without boxes.
        if (annotations.Count > 0 && annotations.All(each => each.Box is null))
            return;
        objects.AddFile(file, "COCO");
        Dictionary<long, string> classes = [];
        foreach (Category category in coco.Categories ?? [])
            classes[category.Id] = category.Name ?? "";
        Dictionary<long, (int Place, Image Image)> places = [];
        List<string> missing = [];
        foreach (Image image in images)
        {
            int place = names.Find(file, image.FileName ?? "");
            if (place < 0)
                missing.Add(image.FileName ?? $"id {image.Id}");
            places[image.Id] = (place, image);
        }

        string path = tree.AddressOf(file);
        if (missing.Count > 0)
            objects.Warn($"{path}: {missing.Count} of its {images.Count} images are not there: {Listing.Of(missing)}");
        List<string> strangers = [],
            nameless = [];
        foreach (Annotation annotation in annotations)
        {
            if (annotation.Box is not { Length: 4 } box || !places.TryGetValue(annotation.ImageId, out (int Place, Image Image) found))
            {
                strangers.Add($"id {annotation.Id}");
                continue;
            }

            // Missing images are counted above.
            if (found.Place < 0)
                continue;
            ImageBox part = new(box[0], box[1], box[2], box[3], IsPercent: false);
            string name = annotation.CategoryId is { } category ? classes.GetValueOrDefault(category, "") : "";
            if (name.Length == 0)
                nameless.Add($"id {annotation.Id}");
            objects.Add(found.Place, part, found.Image.Width, found.Image.Height, name, $"{file}: id {annotation.Id}");
        }

        if (strangers.Count > 0)
            objects.Warn($"{path}: {strangers.Count} annotations have no box or no image: {Listing.Of(strangers)}");
        if (nameless.Count > 0)
            objects.Warn($"{path}: {nameless.Count} annotations have no class among its categories, and no label: {Listing.Of(nameless)}");
    }

    internal sealed record Document(
        [property: JsonPropertyName("images")] IReadOnlyList<Image>? Images,
        [property: JsonPropertyName("annotations")] IReadOnlyList<Annotation>? Annotations,
        [property: JsonPropertyName("categories")] IReadOnlyList<Category>? Categories
    );

    internal sealed record Image(
        [property: JsonPropertyName("id")] long Id,
        [property: JsonPropertyName("file_name")] string? FileName,
        [property: JsonPropertyName("width")] double Width,
        [property: JsonPropertyName("height")] double Height
    );

    internal sealed record Annotation(
        [property: JsonPropertyName("id")] long Id,
        [property: JsonPropertyName("image_id")] long ImageId,
        [property: JsonPropertyName("category_id")] long? CategoryId,
        [property: JsonPropertyName("bbox")] double[]? Box
    );

    internal sealed record Category([property: JsonPropertyName("id")] long Id, [property: JsonPropertyName("name")] string? Name);
}

/// <summary>Reads only what is needed, without reflection at run time.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(CocoFiles.Document))]
internal sealed partial class CocoJson : JsonSerializerContext;
