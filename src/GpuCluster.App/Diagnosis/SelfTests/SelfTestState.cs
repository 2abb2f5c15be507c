namespace GpuCluster.App.Diagnosis.SelfTests;

/// <summary>How a self-test ended.</summary>
internal enum SelfTestState
{
    /// <summary>Right.</summary>
    Passed,

    /// <summary>Wrong, or it could not be computed where it should be.</summary>
    Failed,

    /// <summary>This machine has no such part, or it was left out.</summary>
    Skipped,
}
