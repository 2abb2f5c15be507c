using GpuCluster.Core.Samples;
using GpuCluster.Data.Images;

namespace GpuCluster.Data.Tests;

internal static class SmallPixels
{
    /// <summary>All pictures of a set scaled to 32 x 32, R G B on white, as the embedding without a model sees them.</summary>
    public static ReadOnlyMemory<byte> Pixels(this ImageFileDataset set)
    {
        byte[] pixels = new byte[set.Count * SmallImage.Bytes];
        IImageSource images = set.OpenImages();
        for (int i = 0; i < set.Count; i++)
        {
            Assert.True(images.TryRead(i, SmallImage.Edge, out DecodedImage? image, out string? reason), reason);
            SmallImage.Write(image, pixels.AsSpan(i * SmallImage.Bytes, SmallImage.Bytes));
        }

        return pixels;
    }
}
