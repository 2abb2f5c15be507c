using GpuCluster.Core.Errors;

namespace GpuCluster.Embedding.Models;

/// <summary>
/// The files of a model, in whichever layout it was published: Hugging Face (vision_model.onnx and text_model.onnx, or one model.onnx, here
/// or in onnx/), immich (visual/model.onnx, textual/model.onnx), or a single .onnx file of any name. Files are found by name and not
/// opened.
/// </summary>
public sealed record ModelFolder
{
    private static readonly string[] Variants = ["", "_fp16", "_quantized", "_int8", "_uint8", "_q4", "_q4f16", "_bnb4"];
    private static readonly string[] ImageNames =
    [
        .. Variants.SelectMany(variant => new[] { $"vision_model{variant}.onnx", $"model{variant}.onnx" }),
    ];
    private static readonly string[] TextNames =
    [
        .. Variants.SelectMany(variant => new[] { $"text_model{variant}.onnx", $"model{variant}.onnx" }),
    ];

    /// <summary>SentencePiece's file by the names it has been published under.</summary>
    internal static readonly string[] SentencePieceNames =
    [
        "spiece.model",
        "sentencepiece.bpe.model",
        "tokenizer.model",
        "sentencepiece.model",
    ];
    private static readonly string[] PreprocessingNames = ["preprocessor_config.json", "preprocess_cfg.json"];

    private ModelFolder(string path, string name) => (Path, Name) = (path, name);

    /// <summary>The folder, or the single .onnx file, as the user named it.</summary>
    public string Path { get; }

    /// <summary>The name of the folder or file, without its directory.</summary>
    public string Name { get; }

    /// <summary>The model that takes images, or null. The same file as <see cref="TextModel"/> where one file may hold both.</summary>
    public string? ImageModel { get; private init; }

    /// <summary>The model that takes token ids, or null.</summary>
    public string? TextModel { get; private init; }

    /// <summary>preprocessor_config.json or preprocess_cfg.json, or null.</summary>
    public string? Preprocessing { get; private init; }

    /// <summary>tokenizer.json, or null.</summary>
    public string? Tokenizer { get; private init; }

    /// <summary>vocab.json, or null.</summary>
    public string? Vocabulary { get; private init; }

    /// <summary>merges.txt, or null.</summary>
    public string? Merges { get; private init; }

    /// <summary>SentencePiece's file (spiece.model, sentencepiece.bpe.model, tokenizer.model), or null.</summary>
    public string? SentencePieces { get; private init; }

    /// <summary>BERT's vocab.txt, or null.</summary>
    public string? WordPieces { get; private init; }

    /// <summary>tokenizer_config.json, or null.</summary>
    public string? TokenizerSettings { get; private init; }

    /// <summary>The config.json of the model as a whole, or null.</summary>
    public string? Settings { get; private init; }

    /// <summary>The names of a model in the precisions it is published in, the most exact first.</summary>
    internal static string[] Named(string name) => [.. Variants.Select(variant => $"{name}{variant}.onnx")];

    /// <summary>Looks for the files of a model.</summary>
    /// <param name="path">A folder in one of the layouts, or an .onnx file.</param>
    /// <exception cref="UnusableInputException">There is no such folder or file, or no model in it.</exception>
    public static ModelFolder Open(string path)
    {
        string name = System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        ModelFolder found = new(path, name);
        if (File.Exists(path))
        {
            return IsModel(path)
                ? found.With(path, null)
                : throw new UnusableInputException($"{path}: no model; give a folder that holds .onnx files, or an .onnx file");
        }

        if (!Directory.Exists(path))
            throw new UnusableInputException($"{path}: no such model; give a folder that holds .onnx files, or an .onnx file");
        string[] places = [path, System.IO.Path.Combine(path, "onnx")];
        string? image = First([System.IO.Path.Combine(path, "visual")], ["model.onnx"]) ?? First(places, ImageNames);
        string? text = First([System.IO.Path.Combine(path, "textual")], ["model.onnx"]) ?? First(places, TextNames);
        if (image is null && text is null)
            image = OnlyModel(path, places);
        return found.With(image, text);
    }

    /// <summary>The image model.</summary>
    /// <exception cref="UnusableInputException">The folder has none.</exception>
    public string RequireImageModel() =>
        ImageModel
        ?? throw new UnusableInputException(
            $"{Path}: no image model; it should hold vision_model.onnx or model.onnx (here or in onnx/), or visual/model.onnx"
        );

    /// <summary>The text model.</summary>
    /// <exception cref="UnusableInputException">The folder has none.</exception>
    public string RequireTextModel() =>
        TextModel
        ?? throw new UnusableInputException(
            $"{Path}: no text model; it should hold text_model.onnx or model.onnx (here or in onnx/), or textual/model.onnx"
        );

    /// <summary>The file that says how images are prepared.</summary>
    /// <exception cref="UnusableInputException">The folder has none.</exception>
    public string RequirePreprocessing() =>
        Preprocessing
        ?? throw new UnusableInputException(
            $"{Path}: does not describe how images are prepared; put the model's preprocessor_config.json (Hugging Face) or "
                + "preprocess_cfg.json (open_clip) beside the .onnx file"
        );

    private ModelFolder With(string? image, string? text) =>
        this with
        {
            ImageModel = image,
            TextModel = text,
            Preprocessing = First(Around(image), PreprocessingNames),
            Tokenizer = First(Around(text), ["tokenizer.json"]),
            Vocabulary = First(Around(text), ["vocab.json"]),
            Merges = First(Around(text), ["merges.txt"]),
            SentencePieces = First(Around(text), SentencePieceNames),
            WordPieces = First(Around(text), ["vocab.txt"]),
            TokenizerSettings = First(Around(text), ["tokenizer_config.json"]),
            Settings = First([.. Around(text), .. Around(image)], ["config.json"]),
        };

    // Side files lie beside the model, or in the folder that was named.
    private string[] Around(string? model)
    {
        string? beside = model is null ? null : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(model));
        return beside is null ? [Path]
            : Directory.Exists(Path) ? [beside, Path]
            : [beside];
    }

    private static string OnlyModel(string path, string[] places)
    {
        string[] models =
        [
            .. places.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Where(IsModel).Order(StringComparer.Ordinal),
        ];
        return models switch
        {
            [var only] => only,
            [] => throw new UnusableInputException(
                $"{path}: holds no model; it should have vision_model.onnx, model.onnx (here or in onnx/), or visual/model.onnx"
            ),
            _ => throw new UnusableInputException(
                $"{path}: holds {models.Length} models ({string.Join(", ", models.Select(System.IO.Path.GetFileName))}); name the "
                    + "file to use"
            ),
        };
    }

    private static string? First(string[] folders, string[] names) =>
        (
            from name in names
            from folder in folders
            let file = System.IO.Path.Combine(folder, name)
            where File.Exists(file)
            select file
        ).FirstOrDefault();

    private static bool IsModel(string file) => System.IO.Path.GetExtension(file).Equals(".onnx", StringComparison.OrdinalIgnoreCase);
}
