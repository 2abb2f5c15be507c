using System.Numerics;

namespace GpuCluster.Scene.Selection;

/// <summary>The outline that the mouse draws to select points.</summary>
/// <param name="Corners">Pixels from the top left; the line is closed from the last to the first.</param>
/// <param name="IsLasso">A free line; otherwise a rectangle, with four corners.</param>
public sealed record SelectionOutline(IReadOnlyList<Vector2> Corners, bool IsLasso);
