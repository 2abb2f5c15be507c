namespace GpuCluster.Scene.Filters;

/// <summary>Why an expression is no filter, and where.</summary>
/// <param name="Position">Where the fault begins, in UTF-16 units from 0; the length of the expression if something is missing at its
/// end.</param>
/// <param name="Length">How many units are at fault, 0 or more.</param>
/// <param name="Reason">What is wrong and what to write instead, any script.</param>
public sealed record FilterFault(int Position, int Length, string Reason)
{
    /// <summary>Where and why, in one line; characters count from 1.</summary>
    public override string ToString() => $"character {Position + 1}: {Reason}";
}
