using GpuCluster.Core.Errors;

namespace GpuCluster.Embedding.Models;

/// <summary>Which files the layout of a folder needs, which it lacks, and which are not whole. No model is loaded.</summary>
/// <param name="Layout">The layout that the folder has, or comes nearest to, in words.</param>
/// <param name="Files">Its files, those of images first.</param>
public sealed record ModelCheck(string Layout, IReadOnlyList<ModelFile> Files)
{
    private const string Tokens = "tokenizer.json, or vocab.json and merges.txt, or spiece.model, or vocab.txt";

    /// <summary>Whether all that images need is there and whole.</summary>
    public bool HasImages => Files.Where(file => file.Need == ModelNeed.Images).All(file => file.IsWhole);

    /// <summary>Whether all that texts need is there and whole.</summary>
    public bool HasTexts =>
        Files.Any(file => file.Need == ModelNeed.Texts) && Files.Where(file => file.Need == ModelNeed.Texts).All(file => file.IsWhole);

    /// <summary>Whether a file is there and not whole, whatever it is for.</summary>
    public bool HasFault => Files.Any(file => file.Fault is not null);

    /// <summary>Looks at a folder or an .onnx file.</summary>
    /// <exception cref="UnusableInputException">There is neither.</exception>
    public static ModelCheck Of(string path)
    {
        if (File.Exists(path))
            return Single(path, Path.GetDirectoryName(Path.GetFullPath(path))!, path);
        if (!Directory.Exists(path))
            throw new UnusableInputException($"{path}: no such folder; give a folder of a model, or an .onnx file");
        string[] around = [path, Path.Combine(path, "onnx")];
        if (Directory.Exists(Path.Combine(path, "visual")) || Directory.Exists(Path.Combine(path, "textual")))
            return Immich(path);
        string? only = around
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.onnx"))
            .Where(file => !IsSide(file, "vision_model") && !IsSide(file, "text_model"))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        bool hasSides = around
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder))
            .Any(file => IsSide(file, "vision_model") || IsSide(file, "text_model"));
        return only is not null && !hasSides ? Single(path, path, only) : HuggingFace(around);
    }

    private static ModelCheck HuggingFace(string[] around) =>
        new(
            "Hugging Face, images and texts apart (vision_model.onnx, text_model.onnx, here or in onnx/)",
            [
                Find("image model", ModelNeed.Images, around, ModelFolder.Named("vision_model")),
                Find("how images are prepared", ModelNeed.Images, around, "preprocessor_config.json", "preprocess_cfg.json"),
                Find("text model", ModelNeed.Texts, around, ModelFolder.Named("text_model")),
                .. TokensOf(around),
                Find("settings of texts", ModelNeed.Nothing, around, "tokenizer_config.json"),
                Find("trained scale of probabilities", ModelNeed.Nothing, around, "config.json"),
            ]
        );

    private static ModelCheck Immich(string path)
    {
        string[] visual = [Path.Combine(path, "visual")],
            textual = [Path.Combine(path, "textual")];
        return new ModelCheck(
            "immich (visual/model.onnx, textual/model.onnx)",
            [
                Find("image model", ModelNeed.Images, visual, "model.onnx") with
                {
                    Name = "visual/model.onnx",
                },
                Find("how images are prepared", ModelNeed.Images, [.. visual, path], "preprocess_cfg.json", "preprocessor_config.json"),
                Find("text model", ModelNeed.Texts, textual, "model.onnx") with
                {
                    Name = "textual/model.onnx",
                },
                .. TokensOf([.. textual, path]),
                Find("settings of texts", ModelNeed.Nothing, [.. textual, path], "tokenizer_config.json"),
                Find("trained scale of probabilities", ModelNeed.Nothing, [path], "config.json"),
            ]
        );
    }

    private static ModelCheck Single(string path, string folder, string model) =>
        new(
            "one model, of images or of images and texts (an .onnx file, here or in onnx/)",
            [
                new ModelFile(Path.GetFileName(model), "image model", ModelNeed.Images, model, WholeFile.FaultOf(model)),
                Find(
                    "how images are prepared",
                    ModelNeed.Images,
                    [Path.GetDirectoryName(Path.GetFullPath(model))!, folder],
                    "preprocessor_config.json",
                    "preprocess_cfg.json"
                ),
                .. TokensIfAny([folder]),
                Find("settings", ModelNeed.Nothing, [Directory.Exists(path) ? path : folder], "config.json"),
            ]
        );

    // tokenizer.json holds what the others hold.
    private static IEnumerable<ModelFile> TokensOf(string[] around)
    {
        ModelFile Of(params string[] names) => Find("tokens of texts", ModelNeed.Texts, around, names);
        ModelFile vocabulary = Of("vocab.json"),
            merges = Of("merges.txt");
        if (vocabulary.Path is not null && merges.Path is not null)
            return [vocabulary, merges];
        ModelFile whole = Of(["tokenizer.json", .. ModelFolder.SentencePieceNames, "vocab.txt"]);
        return whole.Path is not null ? [whole]
            : vocabulary.Path is null && merges.Path is null ? [whole with { Name = Tokens }]
            : [vocabulary, merges];
    }

    // What a model of both sides needs for texts: it names a tokenizer, or there is none to name.
    private static IEnumerable<ModelFile> TokensIfAny(string[] around) => TokensOf(around).Where(file => file.Path is not null);

    private static ModelFile Find(string purpose, ModelNeed need, string[] folders, params string[] names)
    {
        string? path = (
            from name in names
            from folder in folders
            let file = Path.Combine(folder, name)
            where File.Exists(file)
            select file
        ).FirstOrDefault();
        return path is null
            ? new ModelFile(names[0], purpose, need, null, null)
            : new ModelFile(Path.GetFileName(path), purpose, need, path, WholeFile.FaultOf(path));
    }

    private static bool IsSide(string file, string name) => Path.GetFileName(file).StartsWith(name, StringComparison.OrdinalIgnoreCase);
}
