using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;
using GpuCluster.Embedding.Preprocessing;

namespace GpuCluster.Embedding.Laboratory;

/// <summary>Pictures for measurements; all must be readable.</summary>
internal static class MeasuredPictures
{
    /// <summary>Decodes and prepares one.</summary>
    /// <param name="pictures">Where it is.</param>
    /// <param name="index">Which.</param>
    /// <param name="preparer">What the model wants done.</param>
    /// <param name="planes">Receives <see cref="ImagePreparer.Length"/> values.</param>
    /// <exception cref="UnusableInputException">It cannot be read.</exception>
    public static void Prepare(IPictures pictures, int index, ImagePreparer preparer, Span<float> planes)
    {
        if (!pictures.TryRead(index, preparer.WantedSide, out DecodedPicture? picture, out string? reason))
            throw new UnusableInputException($"{pictures.NameOf(index)}: {reason}; leave it out of the measurement");
        preparer.Prepare(picture, planes);
    }
}
