namespace GpuCluster.App.Diagnosis;

/// <summary>One row of `doctor`.</summary>
/// <param name="Name">The part: "draw", "ffmpeg", …; the same on every machine.</param>
/// <param name="State">How it was found.</param>
/// <param name="Found">What was found: a name, a version, a size, or why there is nothing.</param>
/// <param name="Remedy">What to do, and for what it is needed; empty where nothing is to be done.</param>
internal sealed record MachineCheck(string Name, CheckState State, string Found, string Remedy = "");
