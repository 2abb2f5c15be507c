using GpuCluster.Core.Embeddings;
using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Data.Files;

namespace GpuCluster.Data.Arrays;

/// <summary>One array of a file that holds several under names.</summary>
/// <param name="name">Its name in the file.</param>
/// <param name="place">File and array, for messages.</param>
/// <param name="shape">The size of each dimension, 0 or more.</param>
/// <param name="typeText">Its element type, for messages.</param>
/// <param name="type">Its element type; null if it does not hold numbers.</param>
internal abstract class NamedArray(string name, string place, long[] shape, string typeText, ElementType? type)
{
    /// <summary>Its name in the file.</summary>
    public string Name => name;

    /// <summary>File and array, for messages.</summary>
    public string Place => place;

    /// <summary>The size of each dimension.</summary>
    public IReadOnlyList<long> Shape => shape;

    /// <summary>How its numbers are stored; null if it holds something else.</summary>
    public ElementType? Type => type;

    /// <summary>Whether the first index runs fastest.</summary>
    public virtual bool IsFortran => false;

    /// <summary>Whether <see cref="Column"/> can read it, if it has one value a row.</summary>
    public virtual bool IsReadable => type is not null;

    /// <summary>What users see of it: name, type and shape.</summary>
    public string Description => $"'{name}' {typeText} {ShapeText}";

    /// <summary>What it holds in words, where that cannot be samples.</summary>
    public virtual string WhyNoSamples => type is null ? "no numbers" : "neither a matrix nor images";

    /// <summary>Its shape as NumPy writes it.</summary>
    public string ShapeText => shape.Length == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";

    /// <summary>Whether its rows are vectors.</summary>
    public bool IsMatrix => shape.Length == 2 && type is not null;

    /// <summary>Whether its rows are images: bytes, grey (N, H, W) or of one or three channels (N, H, W, C).</summary>
    public bool IsImages => type == ElementType.Byte && !IsFortran && (shape.Length == 3 || (shape.Length == 4 && shape[3] is 1 or 3));

    /// <summary>Whether it has one value for each of the samples.</summary>
    public bool IsColumnOf(long count) => IsReadable && (shape.Length == 1 || (shape.Length == 2 && shape[1] == 1)) && shape[0] == count;

    /// <summary>Opens its numbers, as many as the shape says, one after the other.</summary>
    public abstract Stream Open(CancellationToken cancellation);

    /// <summary>Reads the first rows of a matrix.</summary>
    public virtual MatrixRows Vectors(MatrixShape matrix, int rows, DatasetOptions options, CancellationToken cancellation)
    {
        using Stream content = Open(cancellation);
        ReadOnlyMemory<float> values = matrix.Read(content, rows, cancellation, out SampleRows kept);
        return new MatrixRows(new EmbeddingMatrix(kept.Samples, matrix.Columns, values), kept);
    }

    /// <summary>Reads one value for each sample.</summary>
    /// <param name="heading">The column's heading.</param>
    /// <param name="cancellation">Stops.</param>
    public virtual SampleColumn Column(string heading, CancellationToken cancellation)
    {
        ElementType element = type ?? throw new InvalidOperationException($"{place} holds no numbers.");
        using Stream content = Open(cancellation);
        return element.ToColumn(heading, Bytes(content, shape[0] * element.Bytes, place));
    }

    /// <summary>Reads bytes that were promised.</summary>
    protected static byte[] Bytes(Stream content, long length, string place)
    {
        byte[] bytes = HostMemory.Allocate<byte>(length, place);
        return InputFile.ReadUpTo(content, bytes, place) == bytes.Length
            ? bytes
            : throw new UnusableInputException($"{place}: holds fewer values than it claims; save it again");
    }
}
