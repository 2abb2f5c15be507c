namespace GpuCluster.Core.Errors;

/// <summary>
/// What a user may change to get past an error. The message says it in words; the remedy names the setting, so that a program can add what
/// it calls that setting.
/// </summary>
/// <param name="Setting">The setting to change.</param>
/// <param name="Value">The value that helps; null where several do, or where the words say which.</param>
public readonly record struct Remedy(Setting Setting, string? Value = null)
{
    /// <summary>Take fewer samples.</summary>
    public static Remedy FewerSamples => new(Setting.Samples);

    /// <summary>Compute on the processor.</summary>
    public static Remedy ComputeOnHost => new(Setting.Device, "host");

    /// <summary>Draw a smaller picture.</summary>
    public static Remedy SmallerPicture => new(Setting.Resolution);
}
