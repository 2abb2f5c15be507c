using GpuCluster.Data.Files;

namespace GpuCluster.Session.Files;

/// <summary>
/// Where the program puts files that the user asks for by a key: numbered, never over one that is there or that another window writes.
/// </summary>
/// <remarks>
/// How it works. A film is written for minutes under a hidden name. So a number is claimed by an empty hidden file, which is removed with
/// the folder or, after the process was killed, as all unfinished files are. Who finds another claim beside its own takes another number.
/// Frame thread.
/// </remarks>
/// <param name="folder">Made when it is needed.</param>
internal sealed class OutFolder(string folder) : IDisposable
{
    private readonly List<string> _claims = [];

    /// <summary>The first path of this name whose number is free; makes the folder.</summary>
    /// <param name="stem">What comes before the number, for example "picture".</param>
    /// <param name="extensions">With the dot. None of them is taken by the number; the path has the first.</param>
    public string Next(string stem, params ReadOnlySpan<string> extensions)
    {
        AtomicFile.MakeFolder(folder);
        Unfinished.Sweep(folder);
        for (int number = 1; ; number++)
        {
            string name = $"{stem}-{number:000}";
            string path = Path.Combine(folder, name);
            bool isTaken = false;
            foreach (string extension in extensions)
                isTaken |= Path.Exists(path + extension);

            if (!isTaken && TryClaim(name))
                return path + extensions[0];
        }
    }

    /// <summary>Gives the claimed numbers up.</summary>
    public void Dispose()
    {
        foreach (string claim in _claims)
            Remove(claim);
        _claims.Clear();
    }

    private bool TryClaim(string name)
    {
        string suffix = $".{name}";
        if (Claims(suffix).Any())
            return false;
        string claim = Path.Combine(folder, Unfinished.NewName(suffix));
        try
        {
            new FileStream(claim, FileMode.CreateNew, FileAccess.Write).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Writing the file itself then says why it cannot be.
            return true;
        }

        if (Claims(suffix).Count() > 1)
        {
            Remove(claim);
            return false;
        }

        _claims.Add(claim);
        return true;
    }

    private IEnumerable<string> Claims(string suffix) =>
        Directory.EnumerateFiles(folder, $".gpucluster-*{suffix}", new EnumerationOptions { AttributesToSkip = FileAttributes.None });

    private static void Remove(string claim)
    {
        try
        {
            File.Delete(claim);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next run removes it.
        }
    }
}
