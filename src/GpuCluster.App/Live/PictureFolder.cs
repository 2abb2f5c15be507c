using GpuCluster.Data.Files;
using GpuCluster.Panels;

namespace GpuCluster.App.Live;

/// <summary>Where F12 puts pictures: numbered, never over one that is there.</summary>
internal sealed class PictureFolder(string folder)
{
    /// <summary>Saves a picture.</summary>
    /// <param name="width">Pixels.</param>
    /// <param name="height">Pixels.</param>
    /// <param name="rgba">height x width pixels, R G B A, top row first.</param>
    /// <returns>The file's path.</returns>
    public string Save(int width, int height, byte[] rgba)
    {
        AtomicFile.MakeFolder(folder);
        for (int number = 1; ; number++)
        {
            string path = Path.Combine(folder, $"picture-{number:000}.png");
            if (!File.Exists(path))
            {
                AtomicFile.Write(path, stream => PngWriter.Write(stream, width, height, rgba));
                return path;
            }
        }
    }
}
