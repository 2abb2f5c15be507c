namespace GpuCluster.Data.Sources;

/// <summary>A file that holds files. Any thread.</summary>
internal interface IArchive
{
    /// <summary>The names of its files, parts separated by '/', each once, in ordinal order.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>Entries that are not used, with the reason.</summary>
    IReadOnlyList<RefusedEntry> Refused { get; }

    /// <summary>What is wrong with the archive as a whole, if the rest of it can be used; else null.</summary>
    string? Damage { get; }

    /// <summary>A file's size in bytes, unpacked; -1 if there is none of that name.</summary>
    long LengthOf(string name);

    /// <summary>Reads a file, or its beginning.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="max">Bytes at most.</param>
    /// <exception cref="InvalidDataException">It is damaged, encrypted or packed by an unknown method.</exception>
    /// <exception cref="FileNotFoundException">There is none of that name.</exception>
    byte[] Read(string name, int max = int.MaxValue);
}
