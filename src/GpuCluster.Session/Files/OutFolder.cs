using GpuCluster.Data.Files;

namespace GpuCluster.Session.Files;

/// <summary>Where the program puts files that the user asks for by a key: numbered, never over one that is there.</summary>
internal sealed class OutFolder(string folder)
{
    /// <summary>The first path of this name whose number is free; makes the folder.</summary>
    /// <param name="stem">What comes before the number, for example "picture".</param>
    /// <param name="extensions">With the dot. None of them is taken by the number; the path has the first.</param>
    public string Next(string stem, params ReadOnlySpan<string> extensions)
    {
        AtomicFile.MakeFolder(folder);
        for (int number = 1; ; number++)
        {
            string path = Path.Combine(folder, $"{stem}-{number:000}");
            bool isTaken = false;
            foreach (string extension in extensions)
                isTaken |= Path.Exists(path + extension);

            if (!isTaken)
                return path + extensions[0];
        }
    }
}
