using GpuCluster.Core.Errors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GpuCluster.Embedding.Images;

/// <summary>The inputs and outputs of an image model, found by names, ranks and types.</summary>
/// <param name="Image">The input of pixels, (b, 3, height, width).</param>
/// <param name="Type">Its element type, float32 or float16.</param>
/// <param name="Vectors">The output of vectors, (b, d), or of tokens, (b, t, d).</param>
/// <param name="Others">Inputs of a model that also takes text: they get a text of zeros.</param>
/// <param name="FixedBatch">Images of one run where the model fixes them, or null.</param>
/// <param name="FixedHeight">Rows where the model fixes them, or null.</param>
/// <param name="FixedWidth">Columns where the model fixes them, or null.</param>
internal sealed record ImageModelPorts(
    string Image,
    TensorElementType Type,
    string Vectors,
    IReadOnlyList<string> Others,
    int? FixedBatch,
    int? FixedHeight,
    int? FixedWidth
)
{
    private const int Channels = 3;
    private static readonly string[] ImageNames = ["pixel_values", "image", "images", "input"];
    private static readonly string[] VectorNames =
    [
        "image_embeds",
        "image_embeddings",
        "image_embedding",
        "image_features",
        "embedding",
        "embeddings",
        "pooler_output",
    ];

    /// <summary>Finds them.</summary>
    /// <exception cref="UnusableInputException">The model takes no images, gives no vectors, or asks for something unknown.</exception>
    public static ImageModelPorts Find(string path, InferenceSession session)
    {
        (string Name, NodeMetadata Meta)[] inputs = [.. session.InputMetadata.Select(input => (input.Key, input.Value))];
        (string Name, NodeMetadata Meta)[] images = [.. inputs.Where(input => IsFloat(input.Meta) && input.Meta.Dimensions.Length == 4)];
        if (images.Length == 0)
        {
            throw new UnusableInputException(
                $"{path}: takes no images ({Listed(session.InputMetadata)}), where one would be float [batch,3,height,width]; use an "
                    + "image model, such as a CLIP's vision_model.onnx"
            );
        }

        (string name, NodeMetadata meta) = images
            .OrderBy(input => Array.IndexOf(ImageNames, input.Name) is >= 0 and var rank ? rank : ImageNames.Length)
            .First();
        if (HasOtherOrder(meta))
        {
            string remedy = meta.Dimensions[1] is 1 or 4 ? "use a model of colour images" : "export the model with the channels first";
            throw new UnusableInputException($"{path}: {name} is [{Shape(meta)}]; only [batch,3,height,width] is known: {remedy}");
        }

        string[] others = [.. inputs.Where(input => input.Name != name).Select(input => input.Name)];
        if (inputs.FirstOrDefault(input => input.Name != name && !IsText(input.Meta)).Name is { } unknown)
            throw new UnusableInputException($"{path}: asks for an input \"{unknown}\" besides the image, which is not supported");
        return new ImageModelPorts(
            name,
            meta.ElementDataType,
            Output(path, session, isCombined: others.Length > 0),
            others,
            Fixed(meta.Dimensions[0]),
            Fixed(meta.Dimensions[2]),
            Fixed(meta.Dimensions[3])
        );
    }

    /// <summary>A dimension that metadata fix.</summary>
    public static int? Fixed(int dimension) => dimension > 0 ? dimension : null;

    private static string Output(string path, InferenceSession session, bool isCombined)
    {
        string[] flat = [.. Outputs(session, 2)];
        string? named = VectorNames.FirstOrDefault(name => flat.Contains(name, StringComparer.Ordinal));
        // Of a model of both towers an unnamed output may be the text's, or the matrix of both.
        return named
            ?? (isCombined ? null : flat.FirstOrDefault() ?? Outputs(session, 3).FirstOrDefault())
            ?? throw new UnusableInputException(
                $"{path}: gives no vector of an image ({Listed(session.OutputMetadata)}); use a model whose output is float [batch,d] "
                    + "or [batch,tokens,d]"
            );
    }

    // Where no number says which axis the channels are, its name may.
    private static bool HasOtherOrder(NodeMetadata meta)
    {
        if (Fixed(meta.Dimensions[1]) is { } channels)
            return channels != Channels;
        return Fixed(meta.Dimensions[3]) == Channels || (IsNamedChannels(meta, 3) && !IsNamedChannels(meta, 1));
    }

    private static bool IsNamedChannels(NodeMetadata meta, int axis) =>
        meta.SymbolicDimensions[axis] is "c" or "C"
        || meta.SymbolicDimensions[axis].Contains("channel", StringComparison.OrdinalIgnoreCase);

    private static string Shape(NodeMetadata meta) =>
        string.Join(',', meta.Dimensions.Zip(meta.SymbolicDimensions, (size, name) => size > 0 || name.Length == 0 ? $"{size}" : name));

    private static IEnumerable<string> Outputs(InferenceSession session, int rank) =>
        session
            .OutputMetadata.Where(output => IsFloat(output.Value) && output.Value.Dimensions.Length == rank)
            .Select(output => output.Key);

    private static bool IsFloat(NodeMetadata meta) =>
        meta.IsTensor && meta.ElementDataType is TensorElementType.Float or TensorElementType.Float16;

    private static bool IsText(NodeMetadata meta) =>
        meta.IsTensor && meta.ElementDataType is TensorElementType.Int64 or TensorElementType.Int32 && meta.Dimensions.Length == 2;

    private static string Listed(IReadOnlyDictionary<string, NodeMetadata> ports) =>
        ports.Count == 0
            ? "nothing"
            : string.Join(
                ", ",
                ports.Select(port =>
                    port.Value.IsTensor ? $"{port.Key} {port.Value.ElementDataType} [{string.Join(',', port.Value.Dimensions)}]" : port.Key
                )
            );
}
