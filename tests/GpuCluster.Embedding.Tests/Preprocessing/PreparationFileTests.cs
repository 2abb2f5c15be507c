using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Tests.Preprocessing;

public sealed class PreparationFileTests : IDisposable
{
    private const string Scale = "\"image_mean\": [0.48145466, 0.4578275, 0.40821073], \"image_std\": [0.26862954, 0.26130258, 0.27577711]";
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(
        "{\"crop_size\": 224, \"do_center_crop\": true, \"do_normalize\": true, \"do_resize\": true, \"feature_extractor_type\": "
            + "\"CLIPFeatureExtractor\", \"resample\": 3, \"size\": 224, "
            + Scale
            + "}",
        224,
        224,
        224,
        ResampleFilter.Bicubic
    )]
    [InlineData(
        "{\"crop_size\": {\"height\": 224, \"width\": 224}, \"do_center_crop\": true, \"do_convert_rgb\": true, \"resample\": 3, "
            + "\"rescale_factor\": 0.00392156862745098, \"size\": {\"shortest_edge\": 256}, "
            + Scale
            + "}",
        256,
        224,
        224,
        ResampleFilter.Bicubic
    )]
    [InlineData(
        "{\"do_resize\": true, \"image_processor_type\": \"SiglipImageProcessor\", \"size\": {\"height\": 224, \"width\": 192}, "
            + Scale
            + "}",
        null,
        192,
        224,
        ResampleFilter.Bicubic
    )]
    [InlineData("{\"size\": 224, \"resample\": 2, " + Scale + "}", null, 224, 224, ResampleFilter.Bilinear)]
    [InlineData(
        "{\"size\": [336, 336], \"mode\": \"RGB\", \"mean\": [0, 0, 0], \"std\": [1, 1, 1], \"interpolation\": \"bicubic\", "
            + "\"resize_mode\": \"shortest\", \"fill_color\": 0}",
        336,
        336,
        336,
        ResampleFilter.Bicubic
    )]
    [InlineData(
        "{\"size\": 384, \"mean\": [0.5, 0.5, 0.5], \"std\": [0.5, 0.5, 0.5], \"interpolation\": \"bilinear\", \"resize_mode\": "
            + "\"squash\"}",
        null,
        384,
        384,
        ResampleFilter.Bilinear
    )]
    public void Published_files_are_understood(string json, int? shortest, int width, int height, ResampleFilter filter)
    {
        ImagePreparation read = Read(json);
        Assert.Equal((shortest, width, height, filter), (read.ShortestSide, read.Width, read.Height, read.Filter));
        Assert.Equal(1 / 255.0, read.Rescale, 9);
    }

    [Theory]
    [InlineData(640, 480, 298, 224)]
    [InlineData(480, 640, 224, 298)]
    [InlineData(100, 100, 224, 224)]
    [InlineData(1, 50_000, 224, 11_200_000)]
    public void The_shorter_side_is_exact_and_the_longer_rounds_down(int width, int height, int resizedWidth, int resizedHeight) =>
        Assert.Equal((resizedWidth, resizedHeight), Read("{\"size\": 224, \"crop_size\": 224, " + Scale + "}").Resized(width, height));

    [Theory]
    [InlineData(false, 37)]
    [InlineData(true, 38)]
    public void A_cut_that_cannot_be_centred_goes_where_its_library_puts_it(bool isOpenClip, int from) =>
        Assert.Equal(
            from,
            (Read("{\"size\": 224, \"crop_size\": 224, " + Scale + "}") with { RoundsCutToEven = isOpenClip }).CutFrom(299, 224)
        );

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[1]", "no JSON object")]
    [InlineData("{\"interpolation\": \"\\ud800\"}", "no Unicode")]
    [InlineData("{\"\\udc00\": 1}", "no Unicode")]
    [InlineData("{\"a\": [{\"b\": \"\\ud800x\"}]}", "no Unicode")]
    [InlineData("{}", "\"size\" is missing")]
    [InlineData("{\"size\": 224}", "\"image_mean\" is missing")]
    [InlineData("{\"size\": -3, " + Scale + "}", "1 to 4096 pixels")]
    [InlineData("{\"size\": 1e300, " + Scale + "}", "1 to 4096 pixels")]
    [InlineData("{\"size\": {\"longest_edge\": 3}, " + Scale + "}", "\"size\" is none of")]
    [InlineData("{\"size\": {\"shortest_edge\": 224}, " + Scale + "}", "images of one size")]
    [InlineData("{\"size\": 224, \"resample\": 5, " + Scale + "}", "\"resample\" is 5")]
    [InlineData("{\"size\": 224, \"crop_pct\": 0.875, " + Scale + "}", "\"crop_pct\" is not supported")]
    [InlineData("{\"size\": 224, \"do_resize\": false, " + Scale + "}", "\"do_resize\"")]
    [InlineData("{\"size\": 224, \"crop_size\": 256, " + Scale + "}", "\"crop_size\" is larger")]
    [InlineData("{\"size\": 224, \"image_mean\": [0, 0], \"image_std\": [1, 1, 1]}", "three numbers")]
    [InlineData("{\"size\": 224, \"image_mean\": [0, 0, 0], \"image_std\": [1, 0, 1]}", "not above 0")]
    [InlineData("{\"size\": 224, \"mean\": [0, 0, 0], \"std\": [1, 1, 1], \"resize_mode\": \"longest\"}", "\"resize_mode\" is \"longest\"")]
    [InlineData(
        "{\"size\": 224, \"mean\": [0, 0, 0], \"std\": [1, 1, 1], \"interpolation\": \"random\"}",
        "\"interpolation\" is \"random\""
    )]
    public void What_is_not_known_is_refused_by_its_name(string json, string message)
    {
        string said = Assert.Throws<UnusableInputException>(() => Read(json)).Message;
        Assert.StartsWith(_file, said, StringComparison.Ordinal);
        Assert.Contains(message, said, StringComparison.Ordinal);
    }

    private ImagePreparation Read(string json)
    {
        File.WriteAllText(_file, json);
        return PreparationFile.Read(_file);
    }
}
