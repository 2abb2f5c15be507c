using GpuCluster.Core.Errors;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GpuCluster.Embedding.Text;

/// <summary>The inputs and outputs of a text model, found by names, ranks and types.</summary>
/// <param name="Ids">The input of token ids, int32 or int64, (b, seq).</param>
/// <param name="Mask">The input that marks what is no padding, of the same shape, or null.</param>
/// <param name="Types">The input that distinguishes two texts, of the same shape, or null: BERT has it, and there is one text.</param>
/// <param name="Image">The image input of a model that holds both towers, (b, 3, s, s), or null.</param>
/// <param name="Vectors">The output of vectors, float32 or float16, (b, d).</param>
/// <param name="FixedBatch">Texts of one run where the model fixes them, or null.</param>
/// <param name="FixedLength">Tokens of a text where the model fixes them, or null.</param>
internal sealed record TextModelPorts(
    string Ids,
    string? Mask,
    string? Types,
    string? Image,
    string Vectors,
    int? FixedBatch,
    int? FixedLength
)
{
    private const string TypesName = "token_type_ids";
    private static readonly string[] VectorNames = ["text_embeds", "text_embeddings", "sentence_embedding", "embedding", "pooler_output"];

    /// <summary>Finds them.</summary>
    /// <exception cref="UnusableInputException">The model takes no tokens, gives no vectors, or asks for something unknown.</exception>
    public static TextModelPorts Find(string path, InferenceSession session)
    {
        (string Name, NodeMetadata Meta)[] inputs =
        [
            .. session.InputMetadata.Select(input => (input.Key, input.Value)).Where(input => input.Value.IsTensor),
        ];
        (string Name, NodeMetadata Meta)[] tokens = [.. inputs.Where(input => IsInteger(input.Meta) && input.Meta.Dimensions.Length == 2)];
        string? mask = tokens.Select(input => input.Name).FirstOrDefault(name => name.Contains("mask", StringComparison.OrdinalIgnoreCase));
        string? types = tokens.Select(input => input.Name).FirstOrDefault(name => name == TypesName);
        (string Name, NodeMetadata Meta) ids = tokens.FirstOrDefault(input => input.Name != mask && input.Name != types);
        if (ids.Name is null)
        {
            throw new UnusableInputException(
                $"{path}: takes no token ids ({Listed(session.InputMetadata)}), so it has no text side; use a model with a text "
                    + "tower, such as a CLIP's text_model.onnx"
            );
        }

        string? image = inputs.FirstOrDefault(input => input.Meta.Dimensions.Length == 4).Name;
        if (
            session.InputMetadata.Keys.FirstOrDefault(name => name != ids.Name && name != mask && name != types && name != image) is
            { } unknown
        )
        {
            throw new UnusableInputException(
                $"{path}: asks for an input \"{unknown}\" that text models do not have here; export it with input_ids, "
                    + "attention_mask and token_type_ids alone"
            );
        }

        return new TextModelPorts(
            ids.Name,
            mask,
            types,
            image,
            Output(path, session, isCombined: image is not null),
            Fixed(ids.Meta.Dimensions[0]),
            Fixed(ids.Meta.Dimensions[1])
        );
    }

    private static string Output(string path, InferenceSession session, bool isCombined)
    {
        string[] names = [.. session.OutputMetadata.Where(output => IsVectors(output.Value)).Select(output => output.Key)];
        string? named = VectorNames.FirstOrDefault(name => names.Contains(name, StringComparer.Ordinal));
        // Of a model of both towers an unnamed output may be the image's, or the matrix of both.
        return named
            ?? (isCombined ? null : names.FirstOrDefault())
            ?? throw new UnusableInputException(
                $"{path}: gives no vector of a text ({Listed(session.OutputMetadata)}); export it with its projection, whose output "
                    + "is text_embeds (batch, d)"
            );
    }

    private static bool IsInteger(NodeMetadata meta) => meta.ElementDataType is TensorElementType.Int64 or TensorElementType.Int32;

    private static bool IsVectors(NodeMetadata meta) =>
        meta.IsTensor && meta.ElementDataType is TensorElementType.Float or TensorElementType.Float16 && meta.Dimensions.Length == 2;

    private static int? Fixed(int dimension) => dimension > 0 ? dimension : null;

    private static string Listed(IReadOnlyDictionary<string, NodeMetadata> ports) =>
        ports.Count == 0
            ? "nothing"
            : string.Join(
                ", ",
                ports.Select(port => $"{port.Key} {port.Value.ElementDataType} [{string.Join(",", port.Value.Dimensions)}]")
            );
}
