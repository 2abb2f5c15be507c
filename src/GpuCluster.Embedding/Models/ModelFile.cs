namespace GpuCluster.Embedding.Models;

/// <summary>A file that a layout of models has.</summary>
/// <param name="Name">Its name in the folder, or the names it may have.</param>
/// <param name="Purpose">What it is for.</param>
/// <param name="Need">Who needs it.</param>
/// <param name="Path">Where it is, or null where it is missing.</param>
/// <param name="Fault">What is wrong with it, or null.</param>
public sealed record ModelFile(string Name, string Purpose, ModelNeed Need, string? Path, string? Fault)
{
    /// <summary>Whether the file is there and whole.</summary>
    public bool IsWhole => Path is not null && Fault is null;
}
