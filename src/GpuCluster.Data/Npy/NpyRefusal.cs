using GpuCluster.Core.Errors;

namespace GpuCluster.Data.Npy;

/// <summary>Describes an array that cannot be used, with the NumPy line that converts it.</summary>
internal static class NpyRefusal
{
    /// <summary>Accepts float32 (N, D), uint8 (N, D) and uint8 (N, H, W) in C order.</summary>
    /// <returns>Bytes of one element: 4 or 1.</returns>
    public static int CheckSamples(NpyHeader header, string path)
    {
        if (header.Type is not ("<f4" or "|u1"))
            throw WrongType(header, path, "samples are float32 or uint8", "numpy.asarray(x).astype('<f4')");
        if (header.IsFortran)
            throw Refuse(path, "in Fortran order (columns first)", "rows must lie together", "numpy.ascontiguousarray(x)");
        bool isImages = header.Type == "|u1" && header.Shape.Length == 3;
        if (header.Shape.Length != 2 && !isImages)
        {
            throw Refuse(
                path,
                $"of rank {header.Shape.Length}, shape {header.ShapeText}",
                "samples are the rows of a matrix (N, D)",
                header.Shape.Length < 2 ? "x.reshape(-1, 1)" : "x.reshape(len(x), -1)"
            );
        }

        return header.Type == "<f4" ? 4 : 1;
    }

    /// <summary>The element type in words, and the NumPy line that converts it to <paramref name="cast"/>.</summary>
    public static UnusableInputException WrongType(NpyHeader header, string path, string wanted, string cast) =>
        header.Type switch
        {
            [.., 'O'] => new UnusableInputException(
                $"{path}: holds pickled Python objects, which are never loaded because they can run code; {wanted}: convert it where "
                    + $"it was made: numpy.save('{path}', numpy.stack(x).astype('<f4'))"
            ),
            ['[' or '(', ..] => Refuse(
                path,
                $"of a structured type {Shorten(header.Type)}",
                wanted,
                "numpy.lib.recfunctions.structured_to_unstructured(x).astype('<f4')"
            ),
            ['>', ..] => Refuse(path, $"of big-endian type {header.Type}", wanted, cast),
            [_, 'c', ..] => Refuse(path, $"of complex type {header.Type}", wanted, "numpy.hstack([x.real, x.imag]).astype('<f4')"),
            _ => Refuse(path, $"of type {Shorten(header.Type)}", wanted, cast),
        };

    /// <summary>A refusal: what the array is, what is wanted, and the expression over x that gives it.</summary>
    public static UnusableInputException Refuse(string path, string what, string wanted, string expression) =>
        new($"{path}: an array {what}; {wanted}: x = numpy.load('{path}'); numpy.save('{path}', {expression})");

    private static string Shorten(string type) => type.Length <= 60 ? type : type[..57] + "...";
}
