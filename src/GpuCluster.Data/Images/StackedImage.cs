using GpuCluster.Core.Errors;
using GpuCluster.Core.Samples;

namespace GpuCluster.Data.Images;

/// <summary>A picture file as one more image of a stack.</summary>
public static class StackedImage
{
    /// <summary>
    /// Reads a file and scales it to the size of the stack's images. For a stack of grey images it takes the luma by ITU-R BT.601, as
    /// Pillow's mode L does.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="stack">The images that it is to be like.</param>
    /// <exception cref="UnusableInputException">It cannot be decoded.</exception>
    public static ImageStack Read(string path, ImageStack stack)
    {
        (int width, int height) = (stack.Width, stack.Height);
        byte[] rgba = new byte[width * height * 4];
        ImageScaling.Scale(new ImageDecoder().Decode(path, ImageGround.White, Math.Max(width, height)), width, height, rgba, width * 4);
        byte[] pixels = new byte[stack.ImageBytes];
        for (int i = 0; i < width * height; i++)
        {
            ReadOnlySpan<byte> colour = rgba.AsSpan(4 * i, 3);
            if (stack.Channels == 3)
                colour.CopyTo(pixels.AsSpan(3 * i));
            else
                pixels[i] = (byte)(((colour[0] * 299) + (colour[1] * 587) + (colour[2] * 114) + 500) / 1000);
        }

        return new ImageStack(1, height, width, pixels, stack.Channels);
    }
}
