using System.Runtime.InteropServices;
using GpuCluster.Core.Errors;
using GpuCluster.Embedding.Models;
using GpuCluster.Embedding.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace GpuCluster.Embedding.Images;

/// <summary>An image model in memory: prepared images in, unit vectors out. Any number of threads may run it at once.</summary>
internal sealed class OnnxImageModel : IDisposable
{
    /// <summary>
    /// Values of one run at most, where the model leaves the batch free: 8 images of 224 x 224, whose layers still fit the caches of a
    /// core.
    /// </summary>
    private const int RunValues = 8 * 3 * 224 * 224;

    private const int MaxImages = 64;

    private readonly string _path;
    private readonly InferenceSession _session;
    private readonly ImageModelPorts _ports;
    private readonly int _height;
    private readonly int _width;
    private readonly (int First, int Count) _pooled = (0, 1);
    private readonly RunOptions _options = new();

    /// <param name="path">The .onnx file.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="height">Rows of the prepared images.</param>
    /// <param name="width">Columns of the prepared images.</param>
    /// <param name="pooling">How tokens become one vector.</param>
    /// <param name="threads">Which threads work on a run.</param>
    /// <exception cref="UnusableInputException">The file is no image model, or takes images of another size.</exception>
    /// <exception cref="MachineFaultException">The device cannot be used.</exception>
    public OnnxImageModel(
        string path,
        OnnxDevice device,
        int height,
        int width,
        TokenPooling pooling,
        SessionThreads threads = SessionThreads.Callers
    )
    {
        (_path, _height, _width) = (path, height, width);
        _session = device.Load(path, threads);
        try
        {
            _ports = ImageModelPorts.Find(path, _session);
            if ((_ports.FixedHeight ?? height) != height || (_ports.FixedWidth ?? width) != width)
            {
                throw new UnusableInputException(
                    $"{path}: takes images of {_ports.FixedHeight ?? height} x {_ports.FixedWidth ?? width} pixels, and the "
                        + $"preprocessing file makes {height} x {width}; use the file that came with the model"
                );
            }

            Batch = _ports.FixedBatch ?? Math.Clamp(RunValues / (3 * height * width), 1, MaxImages);
            int[] output = _session.OutputMetadata[_ports.Vectors].Dimensions;
            if (output.Length == 3 || ImageModelPorts.Fixed(output[^1]) is null)
            {
                long[] shape = Infer(new float[Length], _ports.FixedBatch ?? 1).Shape;
                Columns = (int)shape[^1];
                if (shape.Length == 3)
                    _pooled = pooling.Of(path, (int)shape[1], height, width);
            }
            else
            {
                Columns = output[^1];
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Images of one run at most; if the model fixes it, a smaller batch is padded with whatever follows the images.</summary>
    public int Batch { get; }

    /// <summary>Images of one run where the model fixes them, or null.</summary>
    public int? FixedBatch => _ports.FixedBatch;

    /// <summary>d, the number of features.</summary>
    public int Columns { get; }

    /// <summary>Values of one run's images: batch x 3 x height x width.</summary>
    public int Length => Batch * ImageLength;

    private int ImageLength => 3 * _height * _width;

    /// <summary>Runs the model.</summary>
    /// <param name="images">The images, with padding to the batch size that the model fixes.</param>
    /// <param name="count">The number of images without padding, 1 or more.</param>
    /// <param name="rows">Receives count x d values of length 1.</param>
    /// <param name="isUsable">Receives for each whether it has a direction: false where the model gave zeros or no numbers.</param>
    public void Run(Memory<float> images, int count, Span<float> rows, Span<bool> isUsable)
    {
        int ran = _ports.FixedBatch ?? count;
        (float[] values, long[] shape) = Infer(images, ran);
        if (shape[0] != ran || shape[^1] != Columns || values.Length < ran * Columns * (_pooled.First + _pooled.Count))
        {
            throw new UnusableInputException(
                $"{_path}: gave [{string.Join(',', shape)}] for {ran} images, where [{ran},{Columns}] was expected; export the model again"
            );
        }

        int stride = values.Length / ran;
        for (int i = 0; i < count; i++)
        {
            Span<float> row = rows.Slice(i * Columns, Columns);
            ReadOnlySpan<float> tokens = values.AsSpan((i * stride) + (_pooled.First * Columns), _pooled.Count * Columns);
            if (_pooled.Count == 1)
                tokens.CopyTo(row);
            else
                Mean(tokens, row);
            isUsable[i] = UnitRow.TryScale(row);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _options.Dispose();
        _session.Dispose();
    }

    private static void Mean(ReadOnlySpan<float> tokens, Span<float> row)
    {
        for (int column = 0; column < row.Length; column++)
        {
            double sum = 0;
            for (int at = column; at < tokens.Length; at += row.Length)
                sum += tokens[at];
            row[column] = (float)(sum * row.Length / tokens.Length);
        }
    }

    private (float[] Values, long[] Shape) Infer(Memory<float> images, int count)
    {
        long[] shape = [count, 3, _height, _width];
        Memory<float> pixels = images[..(count * ImageLength)];
        List<OrtValue> inputs = [];
        try
        {
            inputs.Add(
                _ports.Type == TensorElementType.Float16
                    ? OrtValue.CreateTensorValueFromMemory(Halves(pixels.Span), shape)
                    : OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, pixels, shape)
            );
            foreach (string other in _ports.Others)
                inputs.Add(NoText(_session.InputMetadata[other]));
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(
                _options,
                [_ports.Image, .. _ports.Others],
                inputs,
                [_ports.Vectors]
            );
            OrtTensorTypeAndShapeInfo info = outputs[0].GetTensorTypeAndShape();
            float[] values =
                info.ElementDataType == TensorElementType.Float16
                    ?
                    [
                        .. MemoryMarshal
                            .Cast<Float16, Half>(outputs[0].GetTensorDataAsSpan<Float16>())
                            .ToArray()
                            .Select(value => (float)value),
                    ]
                    : outputs[0].GetTensorDataAsSpan<float>().ToArray();
            return (values, info.Shape);
        }
        catch (OnnxRuntimeException e)
        {
            throw new UnusableInputException(
                $"{_path}: does not run on images of [{string.Join(',', shape)}] ({e.Message}); export the model again, or choose another",
                e
            );
        }
        finally
        {
            foreach (OrtValue input in inputs)
                input.Dispose();
        }
    }

    private static Float16[] Halves(ReadOnlySpan<float> values)
    {
        Float16[] halves = new Float16[values.Length];
        Span<Half> bits = MemoryMarshal.Cast<Float16, Half>(halves.AsSpan());
        System.Numerics.Tensors.TensorPrimitives.ConvertToHalf(values, bits);
        return halves;
    }

    // One text of one token, or of as many as the model fixes.
    private static OrtValue NoText(NodeMetadata meta)
    {
        long[] shape = [.. meta.Dimensions.Select(dimension => (long)(ImageModelPorts.Fixed(dimension) ?? 1))];
        long length = shape[0] * shape[1];
        return meta.ElementDataType == TensorElementType.Int64
            ? OrtValue.CreateTensorValueFromMemory(new long[length], shape)
            : OrtValue.CreateTensorValueFromMemory(new int[length], shape);
    }
}
