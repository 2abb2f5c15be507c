namespace GpuCluster.Fuzz;

/// <summary>A reader of files that a user gives, and sound files for it.</summary>
/// <param name="Name">A short name, for the command line.</param>
/// <param name="Readers">The types that open the file, as namespace and name below GpuCluster; every such type belongs to a target.</param>
/// <param name="Inputs">Sound files, each small.</param>
/// <param name="Read">Reads a file, and looks at all that it holds.</param>
public sealed record FuzzTarget(string Name, IReadOnlyList<string> Readers, Func<IEnumerable<FuzzInput>> Inputs, Action<string> Read)
{
    /// <summary>Words of the format, which replace others.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>Files that must lie beside the input, written once into a folder.</summary>
    public Func<IEnumerable<FuzzInput>> Beside { get; init; } = () => [];
}
