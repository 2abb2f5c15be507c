namespace GpuCluster.Scene.Similarity;

/// <summary>The part of the cosine matrix that is shown: what is to be computed, tile by tile.</summary>
/// <param name="Number">Counts the windows: a tile of an older one is no longer wanted.</param>
/// <param name="Rows">The samples of the rows, from the top.</param>
/// <param name="Columns">The samples of the columns, from the left.</param>
public sealed record MatrixWindow(int Number, int[] Rows, int[] Columns);
