namespace GpuCluster.Core.Errors;

/// <summary>An error for the user that knows which settings help.</summary>
public interface IHasRemedies
{
    /// <summary>The message: what failed and what helps, in words, without any program's name for a setting.</summary>
    string Message { get; }

    /// <summary>The settings to change, any one of which may help; empty where none does.</summary>
    IReadOnlyList<Remedy> Remedies { get; }
}
