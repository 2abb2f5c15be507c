using GpuCluster.Data.Jobs;

namespace GpuCluster.App.Commands.Jobs;

/// <summary>What stages of a job are called.</summary>
internal static class JobWords
{
    /// <summary>The name of a stage.</summary>
    public static string Of(UnitKind kind) =>
        kind switch
        {
            UnitKind.FinalRecall => "recall again",
            _ => kind.ToString().ToLowerInvariant(),
        };
}
