using GpuCluster.Core.Errors;
using GpuCluster.Data.Arrays;

namespace GpuCluster.Data.Npy;

/// <summary>Describes an array that cannot be used, with the NumPy line that converts it.</summary>
internal static class NpyRefusal
{
    /// <summary>Accepts numbers (N, D), and uint8 (N, H, W) and (N, H, W, 1 or 3) in C order.</summary>
    public static ElementType CheckSamples(NpyHeader header, string path)
    {
        ElementType type =
            ElementType.OfNumpy(header.Type)
            ?? throw WrongType(header, path, "samples are numbers: float, integer or bool", "numpy.asarray(x).astype('<f4')");
        bool isImages = type == ElementType.Byte && (header.Shape.Length == 3 || header.Shape is [_, _, _, 1 or 3]);
        if (isImages && header.IsFortran)
            throw Refuse(path, "of images in Fortran order (columns first)", "rows must lie together", "numpy.ascontiguousarray(x)");
        if (header.Shape.Length == 2 || isImages)
            return type;
        throw Refuse(
            path,
            $"of rank {header.Shape.Length}, shape {header.ShapeText}",
            "samples are the rows of a matrix (N, D), or images as uint8 (N, H, W) or (N, H, W, 3)",
            header.Shape.Length < 2 ? "x.reshape(-1, 1)" : "x.reshape(len(x), -1)"
        );
    }

    /// <summary>The element type in words, and the NumPy line that converts it to <paramref name="cast"/>.</summary>
    public static UnusableInputException WrongType(NpyHeader header, string path, string wanted, string cast) =>
        header.Type switch
        {
            [.., 'O'] => new UnusableInputException(
                $"{path}: holds {Described(header.Type).Words}; {wanted}: convert it where it was made: "
                    + $"numpy.save('{path}', {Described(header.Type).Expression})"
            ),
            ['[' or '(', ..] => Refuse(path, $"of a structured type {Shorten(header.Type)}", wanted, Described(header.Type).Expression!),
            [_, 'c', ..] => Refuse(path, $"of complex type {header.Type}", wanted, Described(header.Type).Expression!),
            _ => Refuse(path, $"of type {Shorten(header.Type)}", wanted, cast),
        };

    /// <summary>What an element type that is no number is in words, and the expression over x that makes vectors of it, if there is
    /// one.</summary>
    public static (string Words, string? Expression) Described(string type) =>
        type switch
        {
            [.., 'O'] => ("pickled Python objects, which are never loaded because they can run code", "numpy.stack(x).astype('<f4')"),
            ['[' or '(', ..] => ("a structured type", "numpy.lib.recfunctions.structured_to_unstructured(x).astype('<f4')"),
            [_, 'c', ..] => ("complex numbers", "numpy.hstack([x.real, x.imag]).astype('<f4')"),
            [_, 'U' or 'S', ..] => ("text", null),
            [_, 'M' or 'm', ..] => ("times", null),
            _ => ("no numbers", null),
        };

    /// <summary>A refusal: what the array is, what is wanted, and the expression over x that gives it.</summary>
    public static UnusableInputException Refuse(string path, string what, string wanted, string expression) =>
        new($"{path}: an array {what}; {wanted}: x = numpy.load('{path}'); numpy.save('{path}', {expression})");

    private static string Shorten(string type) => type.Length <= 60 ? type : type[..57] + "...";
}
