using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using GpuCluster.Embedding.Tokens;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GpuCluster.Embedding.Text;

/// <summary>
/// The text side of a CLIP or SigLIP in ONNX Runtime: tokens, the model, unit rows. It runs on the processor: a few sentences are not worth
/// a GPU's start. Every layout that <see cref="ModelFolder"/> knows, split or with both towers in one file.
/// </summary>
public sealed class ClipTextEmbedder : ITextEmbedder
{
    /// <summary>Texts of one run where the model leaves it open: enough to fill the cores, small in memory.</summary>
    private const int TextsPerRun = 32;

    private readonly string _path;
    private readonly InferenceSession _session;
    private readonly TextModelPorts _ports;
    private readonly ITextTokenizer _tokenizer;
    private readonly Action<string>? _warn;

    private ClipTextEmbedder(string path, InferenceSession session, TextModelPorts ports, ITextTokenizer tokenizer, Action<string>? warn)
    {
        (_path, _session, _ports, _tokenizer, _warn) = (path, session, ports, tokenizer, warn);
        // If the metadata do not give the width, a test run finds it, which also shows whether the model runs at all.
        int columns = session.OutputMetadata[ports.Vectors].Dimensions[1];
        Columns = columns > 0 ? columns : Run([tokenizer.Encode("a", out _)]).Columns;
    }

    /// <inheritdoc/>
    public int Columns { get; }

    /// <summary>Opens a model's text side.</summary>
    /// <param name="modelFolder">The model's folder.</param>
    /// <param name="warn">Receives a sentence about each text that is too long for the model.</param>
    /// <exception cref="UnusableInputException">The folder has no text model or no tokenizer, or they cannot be used; the message says what
    /// to add.</exception>
    public static ClipTextEmbedder Open(string modelFolder, Action<string>? warn = null)
    {
        ModelFolder folder = ModelFolder.Open(modelFolder);
        string path = folder.RequireTextModel();
#pragma warning disable IDISP001 // The embedder that is returned owns it.
        InferenceSession session = OnnxDevice.Host.Load(path);
#pragma warning restore IDISP001
        try
        {
            TextModelPorts ports = TextModelPorts.Find(path, session);
            return new ClipTextEmbedder(path, session, ports, TextTokenizers.Open(folder, ports.FixedLength), warn);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public EmbeddingMatrix Embed(IReadOnlyList<string> texts, CancellationToken cancellation)
    {
        for (int i = 0; i < texts.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(texts[i]))
                throw new UnusableInputException($"text {i} is empty; give words, such as \"a photo of a cat\"");
        }

        float[] values = new float[texts.Count * Columns];
        int perRun = _ports.FixedBatch ?? (_ports.Image is null ? TextsPerRun : 1);
        for (int first = 0; first < texts.Count; first += perRun)
        {
            cancellation.ThrowIfCancellationRequested();
            int[][] rows = [.. texts.Skip(first).Take(perRun).Select(Encode)];
            (float[] vectors, int columns) = Run(rows);
            if (columns != Columns)
            {
                throw new UnusableInputException(
                    $"{_path}: gives vectors of {columns} features where its metadata say {Columns}; export it again"
                );
            }

            for (int i = 0; i < rows.Length; i++)
            {
                Span<float> row = vectors.AsSpan(i * columns, columns);
                if (!UnitRow.TryScale(row))
                {
                    throw new UnusableInputException(
                        $"{_path}: its vector of \"{texts[first + i]}\" is zero or not finite; use another export of the model"
                    );
                }

                row.CopyTo(values.AsSpan((first + i) * columns));
            }
        }

        return new EmbeddingMatrix(texts.Count, Columns, values);
    }

    /// <summary>Releases the model.</summary>
    public void Dispose() => _session.Dispose();

    private int[] Encode(string text)
    {
        const int Shown = 60;
        int[] tokens = _tokenizer.Encode(text, out bool isCut);
        if (isCut)
        {
            _warn?.Invoke(
                $"\"{(text.Length > Shown ? text[..Shown] + "…" : text)}\": longer than the {_tokenizer.ContextLength} tokens that "
                    + "the model reads; its last words do not count"
            );
        }

        return tokens;
    }

    /// <summary>Runs the model once.</summary>
    /// <param name="rows">Tokens of up to a batch of texts.</param>
    /// <returns>A row for each text, not scaled.</returns>
    private (float[] Vectors, int Columns) Run(int[][] rows)
    {
        // Without a mask a model reads the padding too, so it gets its whole context, as in training. With a mask the length is free,
        // unless the model fixes it.
        int length = _ports.Mask is null ? _tokenizer.ContextLength : _ports.FixedLength ?? rows.Max(row => row.Length);
        int batch = _ports.FixedBatch ?? rows.Length;
        int[] ids = new int[batch * length],
            mask = new int[batch * length];
        Array.Fill(ids, _tokenizer.Padding);
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i].CopyTo(ids, i * length);
            mask.AsSpan(i * length, rows[i].Length).Fill(1);
        }

        List<NamedOnnxValue> inputs = [Integers(_ports.Ids, ids, [batch, length])];
        if (_ports.Mask is { } name)
            inputs.Add(Integers(name, mask, [batch, length]));
        if (_ports.Types is { } types)
            inputs.Add(Integers(types, new int[ids.Length], [batch, length]));
        if (_ports.Image is { } image)
            inputs.Add(BlackImage(image));
        try
        {
            using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = _session.Run(inputs, [_ports.Vectors]);
            (float[] vectors, int[] shape) = Floats(outputs[0]);
            if (shape.Length != 2 || shape[0] != batch || shape[1] < 1)
            {
                throw new UnusableInputException(
                    $"{_path}: gives vectors of shape ({string.Join(", ", shape)}) for {batch} texts; export it with a free batch size"
                );
            }

            return (vectors, shape[1]);
        }
        catch (OnnxRuntimeException e)
        {
            throw new UnusableInputException(
                $"{_path}: ONNX Runtime cannot run it on {batch} x {length} tokens ({e.Message}); check that model and tokenizer "
                    + "files belong together",
                e
            );
        }
    }

    private NamedOnnxValue Integers(string name, int[] values, int[] shape) =>
        _session.InputMetadata[name].ElementDataType == TensorElementType.Int64
            ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<long>(Array.ConvertAll(values, value => (long)value), shape))
            : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<int>(values, shape));

    // A file with both towers runs both; the output of the image side is ignored.
    private NamedOnnxValue BlackImage(string name)
    {
        const int DefaultEdge = 224;
        NodeMetadata meta = _session.InputMetadata[name];
        int[] shape =
        [
            .. meta.Dimensions.Select(
                (size, axis) =>
                    size > 0
                        ? size
                        : axis switch
                        {
                            0 => 1,
                            1 => 3,
                            _ => DefaultEdge,
                        }
            ),
        ];
        return meta.ElementDataType == TensorElementType.Float16
            ? NamedOnnxValue.CreateFromTensor(name, new DenseTensor<Float16>(shape))
            : NamedOnnxValue.CreateFromTensor(name, new DenseTensor<float>(shape));
    }

    private static (float[] Values, int[] Shape) Floats(DisposableNamedOnnxValue output)
    {
        if (output.ElementType == TensorElementType.Float16)
        {
            Tensor<Float16> halves = output.AsTensor<Float16>();
            return ([.. halves.Select(half => half.ToFloat())], halves.Dimensions.ToArray());
        }

        Tensor<float> floats = output.AsTensor<float>();
        return (floats.ToArray(), floats.Dimensions.ToArray());
    }
}
