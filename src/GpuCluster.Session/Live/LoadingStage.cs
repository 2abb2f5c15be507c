namespace GpuCluster.Session.Live;

/// <summary>The stage before the first epoch that is at work.</summary>
/// <param name="Name">As progress names it; empty before the first.</param>
/// <param name="Shape">The tensor it makes.</param>
/// <param name="Fraction">Share done, 0 to 1.</param>
public readonly record struct LoadingStage(string Name, string Shape, double Fraction);
