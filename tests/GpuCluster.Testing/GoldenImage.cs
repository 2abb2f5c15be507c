using StbImageSharp;

namespace GpuCluster.Testing;

/// <summary>The pictures of tests/golden, found from the folder the tests run in.</summary>
public static class GoldenImage
{
    /// <summary>The folder tests/golden of this clone.</summary>
    public static string Folder
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                string golden = Path.Combine(folder.FullName, "tests", "golden");
                if (Directory.Exists(golden))
                    return golden;
            }
            throw new DirectoryNotFoundException("tests/golden is not above the folder the tests run in.");
        }
    }

    /// <summary>Reads a golden picture.</summary>
    /// <returns>4 bytes a pixel, R G B A, top row first.</returns>
    public static (int Width, int Height, byte[] Rgba) Load(string name)
    {
        ImageResult image = ImageResult.FromMemory(File.ReadAllBytes(Path.Combine(Folder, name)), ColorComponents.RedGreenBlueAlpha);
        return (image.Width, image.Height, image.Data);
    }
}
