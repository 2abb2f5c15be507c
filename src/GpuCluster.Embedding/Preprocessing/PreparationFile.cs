using System.Text.Json;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;

namespace GpuCluster.Embedding.Preprocessing;

/// <summary>
/// Reads how a model's images are prepared: preprocessor_config.json (Hugging Face) or preprocess_cfg.json (open_clip, immich). Unknown
/// settings that would change the pixels are refused, as vectors of wrongly prepared images look right but are not.
/// </summary>
public static class PreparationFile
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="UnusableInputException">It is damaged, or asks for something unknown; the message names the field.</exception>
    public static ImagePreparation Read(string path)
    {
        using JsonDocument document = JsonSettings.Read(path);
        PreparationFields fields = new(path, document.RootElement);
        ImagePreparation preparation =
            fields.Has("interpolation") || fields.Has("resize_mode") || fields.Has("mean") ? OpenClip(fields) : HuggingFace(fields);
        fields.RefuseOthers();
        return preparation;
    }

    private static ImagePreparation OpenClip(PreparationFields fields)
    {
        (int width, int height) = fields.Size("size") ?? throw fields.Refusal("size", "is missing");
        string mode = fields.Text("resize_mode") ?? "shortest";
        if (mode is not ("shortest" or "squash"))
            throw fields.Refusal("resize_mode", $"is \"{mode}\"; only shortest and squash are known");
        if (mode == "shortest" && width != height)
            throw fields.Refusal("size", $"is {height} x {width} with resize_mode shortest; only squares are known");
        if (fields.Text("mode") is { } colours && colours != "RGB")
            throw fields.Refusal("mode", $"is \"{colours}\"; only RGB is known");
        fields.Ignore("fill_color", "timm_base", "timm_input");
        return new ImagePreparation
        {
            Filter = (fields.Text("interpolation") ?? "bicubic") switch
            {
                "bicubic" => ResampleFilter.Bicubic,
                "bilinear" => ResampleFilter.Bilinear,
                var other => throw fields.Refusal("interpolation", $"is \"{other}\"; only bicubic and bilinear are known"),
            },
            ShortestSide = mode == "shortest" ? width : null,
            Width = width,
            Height = height,
            RoundsCutToEven = true,
            Rescale = 1 / 255.0,
            Mean = fields.Channels("mean") ?? throw fields.Refusal("mean", "is missing"),
            Deviation = fields.Deviations("std") ?? throw fields.Refusal("std", "is missing"),
        };
    }

    private static ImagePreparation HuggingFace(PreparationFields fields)
    {
        fields.Ignore(
            "image_processor_type",
            "feature_extractor_type",
            "processor_class",
            "_valid_processor_keys",
            "do_convert_rgb",
            "return_tensors",
            "data_format",
            "input_data_format",
            "default_to_square",
            "device",
            "disable_grouping",
            "_name_or_path",
            "transformers_version",
            "num_channels"
        );
        if (!fields.Flag("do_resize", true))
            throw fields.Refusal("do_resize", "is false; images of one size are needed");
        bool cuts = fields.Flag("do_center_crop", fields.Has("crop_size"));
        (int Width, int Height)? cut = fields.Size("crop_size");
        if (cuts && cut is null)
            throw fields.Refusal("crop_size", "is missing, yet do_center_crop is true");
        int? shortest = fields.ShortestSide("size");
        (int Width, int Height)? size = fields.Size("size");
        if (shortest is null && size is null)
            throw fields.Refusal("size", "is missing; give a number, {\"shortest_edge\": n} or {\"height\": n, \"width\": n}");
        // A plain number is the shorter side for models that cut out the centre, and a square for those that do not.
        if (shortest is null && cuts && fields.IsNumber("size"))
            (shortest, size) = (size!.Value.Width, null);
        if (shortest is not null && !cuts)
            throw fields.Refusal("do_center_crop", "is false with size.shortest_edge; images of one size are needed");
        (int Width, int Height) made = cuts ? cut!.Value : size!.Value;
        if (cuts && Math.Max(made.Width, made.Height) > (shortest ?? int.MaxValue))
            throw fields.Refusal("crop_size", "is larger than size; nothing is padded");
        if (cuts && size is { } squashed && squashed != made)
            throw fields.Refusal("crop_size", "differs from a fixed size; a cut after squashing is not known");
        bool normalises = fields.Flag("do_normalize", true),
            rescales = fields.Flag("do_rescale", true);
        double rescale = fields.Number("rescale_factor") ?? (1 / 255.0);
        IReadOnlyList<double>? mean = fields.Channels("image_mean"),
            deviation = fields.Deviations("image_std");
        if (normalises && (mean is null || deviation is null))
            throw fields.Refusal(mean is null ? "image_mean" : "image_std", "is missing, yet do_normalize is not false");
        return new ImagePreparation
        {
            Filter = (fields.Number("resample") ?? 3) switch
            {
                1 => ResampleFilter.Lanczos,
                2 => ResampleFilter.Bilinear,
                3 => ResampleFilter.Bicubic,
                var other => throw fields.Refusal("resample", $"is {other}; only 1 (Lanczos), 2 (bilinear) and 3 (bicubic) are known"),
            },
            ShortestSide = shortest,
            Width = made.Width,
            Height = made.Height,
            RoundsCutToEven = false,
            Rescale = rescales ? rescale : 1,
            Mean = normalises ? mean! : [0, 0, 0],
            Deviation = normalises ? deviation! : [1, 1, 1],
        };
    }
}
