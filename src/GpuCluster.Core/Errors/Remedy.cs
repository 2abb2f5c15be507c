namespace GpuCluster.Core.Errors;

/// <summary>
/// What a user may change to get past an error. The message describes it in words; the remedy identifies the setting, so that a program can
/// add its own name for it.
/// </summary>
/// <param name="Setting">The setting to change.</param>
/// <param name="Value">The value that helps; null if several do, or if the message names it.</param>
public readonly record struct Remedy(Setting Setting, string? Value = null)
{
    /// <summary>Take fewer samples.</summary>
    public static Remedy FewerSamples => new(Setting.Samples);

    /// <summary>Compute on the processor.</summary>
    public static Remedy ComputeOnHost => new(Setting.Device, "host");

    /// <summary>Draw a smaller picture.</summary>
    public static Remedy SmallerImage => new(Setting.Resolution);
}
