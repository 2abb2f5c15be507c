using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Images;

/// <summary>A picture file as one more image of a stack of grey ones.</summary>
public static class GreyImage
{
    /// <summary>
    /// Reads a file, scales it to the size of the stack's images, and takes its luma by ITU-R BT.601, as Pillow's mode L does.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="width">Pixels, 1 or more.</param>
    /// <param name="height">Pixels, 1 or more.</param>
    /// <exception cref="UnusableInputException">It cannot be decoded.</exception>
    public static ImageStack Read(string path, int width, int height)
    {
        byte[] rgba = new byte[width * height * 4];
        ImageScaling.Scale(new ImageDecoder().Decode(path, ImageGround.White, Math.Max(width, height)), width, height, rgba, width * 4);
        byte[] grey = new byte[width * height];
        for (int i = 0; i < grey.Length; i++)
            grey[i] = (byte)(((rgba[4 * i] * 299) + (rgba[(4 * i) + 1] * 587) + (rgba[(4 * i) + 2] * 114) + 500) / 1000);
        return new ImageStack(1, height, width, grey);
    }
}
