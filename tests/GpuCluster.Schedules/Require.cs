namespace GpuCluster.Schedules;

/// <summary>What must hold in every schedule.</summary>
internal static class Require
{
    public static void That(bool holds, string fault)
    {
        if (!holds)
            throw new InvalidOperationException(fault);
    }
}
