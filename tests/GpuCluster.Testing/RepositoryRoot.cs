namespace GpuCluster.Testing;

/// <summary>The checkout that the tests were built from.</summary>
public static class RepositoryRoot
{
    /// <summary>The folder that holds the solution.</summary>
    /// <exception cref="InvalidOperationException">The tests do not lie in a checkout.</exception>
    public static string Find() => TryFind() ?? throw new InvalidOperationException("the tests do not lie in a checkout");

    /// <summary>The folder that holds the solution; null if the tests do not lie in a checkout.</summary>
    public static string? TryFind()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GpuCluster.sln")))
            folder = folder.Parent;
        return folder?.FullName;
    }
}
