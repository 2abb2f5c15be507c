using System.Runtime.InteropServices;
using System.Text;

namespace GpuCluster.Testing;

/// <summary>
/// Writes small ONNX models, as the format's protocol buffers (onnx.proto3, IR version 8, operator set 13), for tests that need one of
/// every kind.
/// </summary>
public sealed class OnnxFile
{
    /// <summary>float32, float16 and int64 as the format numbers them (TensorProto.DataType).</summary>
    public const int SingleType = 1;
    public const int LongType = 7;
    public const int HalfType = 10;

    private readonly MemoryStream _graph = new();

    /// <summary>Adds an input; a dimension of 0 is left free.</summary>
    public OnnxFile Input(string name, int type, params ReadOnlySpan<int> shape) => Value(11, name, type, shape);

    /// <summary>Adds an input whose dimensions are free and have names.</summary>
    public OnnxFile FreeInput(string name, int type, params ReadOnlySpan<string> axes) => Value(11, name, type, new int[axes.Length], axes);

    /// <summary>Adds an output; a dimension of 0 is left free.</summary>
    public OnnxFile Output(string name, int type, params ReadOnlySpan<int> shape) => Value(12, name, type, shape);

    /// <summary>Adds a step without attributes.</summary>
    public OnnxFile Node(string operation, string[] inputs, string output)
    {
        MemoryStream node = new();
        foreach (string input in inputs)
            Bytes(node, 1, Encoding.UTF8.GetBytes(input));
        Bytes(node, 2, Encoding.UTF8.GetBytes(output));
        Bytes(node, 4, Encoding.UTF8.GetBytes(operation));
        Bytes(_graph, 1, node.ToArray());
        return this;
    }

    /// <summary>Adds a constant.</summary>
    public OnnxFile Constant<T>(string name, int type, ReadOnlySpan<T> values, params ReadOnlySpan<int> shape)
        where T : unmanaged
    {
        MemoryStream tensor = new();
        foreach (int size in shape)
            Varint(tensor, 1, size);
        Varint(tensor, 2, type);
        Bytes(tensor, 8, Encoding.UTF8.GetBytes(name));
        Bytes(tensor, 9, MemoryMarshal.AsBytes(values));
        Bytes(_graph, 5, tensor.ToArray());
        return this;
    }

    /// <summary>The whole file.</summary>
    public byte[] ToBytes()
    {
        MemoryStream model = new(),
            operators = new();
        Varint(operators, 2, 13);
        Varint(model, 1, 8);
        Bytes(_graph, 2, "graph"u8);
        Bytes(model, 7, _graph.ToArray());
        Bytes(model, 8, operators.ToArray());
        return model.ToArray();
    }

    private OnnxFile Value(int field, string name, int type, ReadOnlySpan<int> shape, ReadOnlySpan<string> axes = default)
    {
        MemoryStream dimensions = new();
        for (int axis = 0; axis < shape.Length; axis++)
        {
            MemoryStream dimension = new();
            if (shape[axis] > 0)
                Varint(dimension, 1, shape[axis]);
            else
                Bytes(dimension, 2, axes.IsEmpty ? "free"u8 : Encoding.UTF8.GetBytes(axes[axis]));

            Bytes(dimensions, 1, dimension.ToArray());
        }

        MemoryStream tensor = new(),
            kind = new(),
            value = new();
        Varint(tensor, 1, type);
        Bytes(tensor, 2, dimensions.ToArray());
        Bytes(kind, 1, tensor.ToArray());
        Bytes(value, 1, Encoding.UTF8.GetBytes(name));
        Bytes(value, 2, kind.ToArray());
        Bytes(_graph, field, value.ToArray());
        return this;
    }

    private static void Varint(Stream stream, int field, long value)
    {
        Raw(stream, (ulong)(field << 3));
        Raw(stream, (ulong)value);
    }

    private static void Bytes(Stream stream, int field, ReadOnlySpan<byte> bytes)
    {
        Raw(stream, (ulong)((field << 3) | 2));
        Raw(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    private static void Raw(Stream stream, ulong value)
    {
        for (; value >= 128; value >>= 7)
            stream.WriteByte((byte)(value | 128));
        stream.WriteByte((byte)value);
    }
}
