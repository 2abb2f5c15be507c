namespace GpuCluster.Testing;

/// <summary>The checkout that the tests were built from.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder that holds the solution.</summary>
    /// <exception cref="InvalidOperationException">The tests do not lie in a checkout.</exception>
    public static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GpuCluster.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("the tests do not lie in a checkout");
        return folder.FullName;
    }
}
