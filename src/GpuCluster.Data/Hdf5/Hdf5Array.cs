using GpuCluster.Core.Samples;
using GpuCluster.Data.Arrays;
using PureHDF;

namespace GpuCluster.Data.Hdf5;

/// <summary>A data set of an HDF5 file.</summary>
/// <param name="name">Its path in the file.</param>
/// <param name="dataset">The data set.</param>
/// <param name="source">The file.</param>
internal sealed class Hdf5Array(string name, IH5Dataset dataset, Hdf5Source source)
    : NamedArray(name, $"{source.Path}: '{name}'", ShapeOf(dataset), TextOf(dataset.Type), TypeOf(dataset.Type))
{
    private const int TextsPerBlock = 256;

    /// <inheritdoc/>
    public override bool IsReadable => Type is not null || (IsText(dataset.Type) && Shape.Count == 1);

    /// <inheritdoc/>
    public override Stream Open(CancellationToken cancellation)
    {
        Hdf5Source.CheckReadable(dataset, Place);
        source.CheckSize(Shape.Aggregate((Int128)Type!.Value.Bytes, (bytes, size) => bytes > long.MaxValue ? bytes : bytes * size));
        return new Hdf5Stream(dataset, [.. Shape], Type.Value.Bytes, source, cancellation);
    }

    /// <inheritdoc/>
    public override SampleColumn Column(string heading, CancellationToken cancellation) =>
        Type is null ? new TextColumn(heading, Texts(cancellation)) : base.Column(heading, cancellation);

    /// <summary>All texts of one dimension.</summary>
    public string[] Texts(CancellationToken cancellation)
    {
        Hdf5Source.CheckReadable(dataset, Place);
        source.CheckSize((Int128)Shape[0] * IntPtr.Size);
        string[] texts = new string[Shape[0]];
        Int128 bytes = 0;
        for (int first = 0; first < texts.Length; first += TextsPerBlock)
        {
            int start = first,
                count = Math.Min(TextsPerBlock, texts.Length - first);
            string?[] block = source.Call(
                () => dataset.Read<string?[]>(new PureHDF.Selections.HyperslabSelection((ulong)start, (ulong)count)),
                cancellation
            );
            for (int i = 0; i < count; i++)
            {
                texts[start + i] = block[i]?.TrimEnd('\0') ?? "";
                bytes += 2 * texts[start + i].Length;
            }

            source.CheckSize(bytes);
        }

        return texts;
    }

    private static long[] ShapeOf(IH5Dataset dataset) => [.. dataset.Space.Dimensions.Select(size => (long)Math.Min(size, long.MaxValue))];

    // A text of any length is one of bytes; fixed lengths have a class of their own.
    private static bool IsText(IH5DataType type) =>
        type.Class == H5DataTypeClass.String
        || (
            type.Class == H5DataTypeClass.VariableLength
            && type.VariableLength.BaseType is { Size: 1, Class: H5DataTypeClass.FixedPoint or H5DataTypeClass.String }
        );

    private static ElementType? TypeOf(IH5DataType type) =>
        (type.Class, type.Size) switch
        {
            (H5DataTypeClass.FloatingPoint, 2 or 4 or 8) => new ElementType(ElementKind.Float, type.Size),
            (H5DataTypeClass.FixedPoint, 1 or 2 or 4 or 8) => new ElementType(
                type.FixedPoint.IsSigned ? ElementKind.Signed : ElementKind.Unsigned,
                type.Size
            ),
            // What h5py makes of bool.
            (H5DataTypeClass.Enumerated, 1) => new ElementType(ElementKind.Signed, 1),
            _ => null,
        };

    private static string TextOf(IH5DataType type) =>
        TypeOf(type)?.ToString() ?? (IsText(type) ? "text" : type.Class.ToString().ToLowerInvariant());
}
