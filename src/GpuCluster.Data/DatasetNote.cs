using GpuCluster.Core.Errors;

namespace GpuCluster.Data;

/// <summary>What a reader decided where the data leaves a choice.</summary>
/// <param name="Message">One sentence for the user, with the file or folder.</param>
public sealed record DatasetNote(string Message)
{
    /// <summary>The settings that change the decision, or none.</summary>
    public IReadOnlyList<Remedy> Remedies { get; init; } = [];
}
