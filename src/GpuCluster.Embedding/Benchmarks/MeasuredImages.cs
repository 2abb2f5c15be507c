using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Benchmarks;

/// <summary>Pictures for measurements; all must be readable.</summary>
internal static class MeasuredImages
{
    /// <summary>Decodes and prepares one.</summary>
    /// <param name="images">Where it is.</param>
    /// <param name="index">Which.</param>
    /// <param name="preparer">What the model wants done.</param>
    /// <param name="planes">Receives <see cref="ImagePreparer.Length"/> values.</param>
    /// <exception cref="UnusableInputException">It cannot be read.</exception>
    public static void Prepare(IImageSource images, int index, ImagePreparer preparer, Span<float> planes)
    {
        if (!images.TryRead(index, preparer.WantedSide, out DecodedImage? image, out string? reason))
            throw new UnusableInputException($"{images.NameOf(index)}: {reason}; leave it out of the measurement");
        preparer.Prepare(image, planes);
    }
}
