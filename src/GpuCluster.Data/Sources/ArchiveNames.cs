namespace GpuCluster.Data.Sources;

/// <summary>The names of an archive's entries as they are read, checked one by one.</summary>
internal sealed class ArchiveNames
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>Entries that are not used.</summary>
    public List<RefusedEntry> Refused { get; } = [];

    /// <summary>The names in ordinal order.</summary>
    public string[] Sorted() => [.. _names.Order(StringComparer.Ordinal)];

    /// <summary>A name with slashes, and without "./" before it. Windows programs write backslashes.</summary>
    public static string Plain(string stored)
    {
        string name = stored.Replace('\\', '/');
        while (name.StartsWith("./", StringComparison.Ordinal))
            name = name[2..];
        return name;
    }

    /// <summary>
    /// Adds an entry. One that leads out of the archive's own folder is refused: nothing is written to disk under its name, but a list or
    /// table of it would name files that are not its own.
    /// </summary>
    /// <param name="stored">As it is stored.</param>
    /// <param name="name">Its <see cref="Plain"/> name.</param>
    /// <returns>False if it is refused.</returns>
    public bool TryAdd(string stored, out string name)
    {
        name = Plain(stored);
        bool leadsOut =
            name.StartsWith('/') || name.Split('/').Contains("..") || (name.Length > 1 && name[1] == ':') || name.Contains('\0');
        string? reason =
            leadsOut ? "leads out of the archive"
            : _names.Add(name) ? null
            : "its name is there twice";
        if (reason is not null)
            Refuse(stored, reason);
        return reason is null;
    }

    /// <summary>Adds an entry that is not used.</summary>
    public void Refuse(string stored, string reason) => Refused.Add(new RefusedEntry(stored, reason));
}
