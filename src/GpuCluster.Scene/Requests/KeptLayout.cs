namespace GpuCluster.Scene.Requests;

/// <summary>
/// Holds what a layout was before it started again or went on, as long as that can be undone. The program fills it when it does so, on the
/// layout's thread, and alone knows what is in it.
/// </summary>
public sealed class KeptLayout
{
    /// <summary>What is kept; null before the request was done, and where it was refused.</summary>
    public object? State { get; set; }
}
