namespace GpuCluster.App.Diagnosis;

/// <summary>How a part of the machine was found.</summary>
internal enum CheckState
{
    /// <summary>It can be used.</summary>
    Ok,

    /// <summary>It is not there; what needs it says so when it runs.</summary>
    Missing,

    /// <summary>It is there and cannot be used.</summary>
    Broken,
}
