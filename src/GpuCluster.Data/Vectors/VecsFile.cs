using System.Buffers.Binary;
using GpuCluster.Core.Errors;
using GpuCluster.Data.Arrays;
using GpuCluster.Data.Files;
using GpuCluster.Data.Labels;

namespace GpuCluster.Data.Vectors;

/// <summary>
/// The formats of vectors that are known by their extension: .fvecs, .bvecs and .ivecs (corpus-texmex.irisa.fr), where the dimension stands
/// before each row, and .fbin, .u8bin, .i8bin and .ibin (big-ann-benchmarks), where the number of rows and the dimension stand once.
/// </summary>
internal static class VecsFile
{
    /// <summary>Whether a path has one of these extensions.</summary>
    public static bool Reads(string path) => FormOf(path) is not null;

    public static Dataset Read(string path, DatasetOptions options, CancellationToken cancellation)
    {
        (ElementType type, bool hasLengths) = FormOf(path)!.Value;
        using FileStream stream = InputFile.Open(path);
        Span<byte> start = stackalloc byte[2 * sizeof(int)];
        int wanted = hasLengths ? sizeof(int) : start.Length;
        if (InputFile.ReadUpTo(stream, start[..wanted], path) < wanted)
            throw new UnusableInputException($"{path}: empty or cut; it begins with {(hasLengths ? "a dimension" : "rows and dimension")}");
        int columns = BinaryPrimitives.ReadInt32LittleEndian(start[(wanted - sizeof(int))..]);
        if (columns < 1)
            throw new UnusableInputException($"{path}: a dimension of {columns}; the file is damaged or of another format");
        long rowBytes = ((long)columns * type.Bytes) + (hasLengths ? sizeof(int) : 0),
            rest = stream.Length - (hasLengths ? 0 : wanted),
            total = hasLengths ? rest / rowBytes : BinaryPrimitives.ReadUInt32LittleEndian(start);
        if (total == 0 || (Int128)total * rowBytes != rest)
        {
            throw new UnusableInputException(
                $"{path}: {stream.Length} bytes do not hold {(hasLengths ? "whole" : total.ToString())} rows of {columns} {type}; "
                    + "the file is cut, damaged or of another format"
            );
        }

        int rows = (int)Math.Min(Math.Min(total, int.MaxValue), options.Limit ?? int.MaxValue);
        MatrixShape shape = new(path, type, total, columns) { HasLengths = hasLengths };
        return new EmbeddingDataset(
            InputFile.NameOf(path),
            MappedRows.Open(stream, hasLengths ? 0 : wanted, shape, rows, options, cancellation).Whole(shape),
            LabelsFile.Of(path, options, total, rows)
        );
    }

    private static (ElementType Type, bool HasLengths)? FormOf(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".fvecs" => (ElementType.Float32, true),
            ".bvecs" => (ElementType.Byte, true),
            ".ivecs" => (new ElementType(ElementKind.Signed, 4), true),
            ".fbin" => (ElementType.Float32, false),
            ".u8bin" => (ElementType.Byte, false),
            ".i8bin" => (new ElementType(ElementKind.Signed, 1), false),
            ".ibin" => (new ElementType(ElementKind.Signed, 4), false),
            _ => null,
        };
}
