namespace GpuCluster.Fuzz.Targets;

/// <summary>Every reader of files that a user gives.</summary>
public static class FuzzTargets
{
    /// <summary>The targets, in the order in which they run.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        .. ArrayTargets.All(),
        .. ImageTargets.All(),
        .. SetTargets.All(),
        .. SceneTargets.All(),
        .. RemoteTargets.All(),
        .. ModelTargets.All(),
        .. JobTargets.All(),
    ];
}
