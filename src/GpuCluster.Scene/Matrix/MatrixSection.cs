namespace GpuCluster.Scene.Matrix;

/// <summary>Samples that lie together in an order because they are in one part.</summary>
/// <param name="Name">Of the part.</param>
/// <param name="Start">The place of the first.</param>
/// <param name="Count">How many.</param>
public sealed record MatrixSection(string Name, int Start, int Count);
