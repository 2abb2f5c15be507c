using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GpuCluster.Compute.Host.Tiles;
using GpuCluster.Core.Embeddings;

namespace GpuCluster.Compute.Host.Components;

/// <summary>
/// Up to <see cref="DotTile.Size"/> columns of some rows, less a centre, laid out for <see cref="DotTile"/>: there rows are the columns
/// here and a feature is one of the rows. Panels of p columns lie in the rows already, so that packing copies runs of p values. One buffer
/// that is filled again and again.
/// </summary>
internal sealed unsafe class PackedColumns : IDisposable
{
    /// <summary>Rows at a time: two packed tiles of so many stay in a second-level cache of 1 MB.</summary>
    public const int MaxRows = 512;

    private readonly NativeBuffer<float> _panels = new(DotTile.Size * (long)MaxRows);
    private readonly int _panelColumns;

    /// <summary>Makes room.</summary>
    /// <param name="panelColumns">p, of <see cref="TileEngine.PanelRows"/>.</param>
    public PackedColumns(int panelColumns) => _panelColumns = panelColumns;

    /// <summary>The first panel.</summary>
    public float* Panels => _panels.Pointer;

    /// <summary>Panels that are filled, the last one up with zeros.</summary>
    public int PanelCount { get; private set; }

    /// <summary>Fills the panels.</summary>
    /// <param name="matrix">n x d values.</param>
    /// <param name="centre">d values, taken off.</param>
    /// <param name="scale">What the rest is multiplied by.</param>
    /// <param name="firstRow">Of the rows.</param>
    /// <param name="rows">1 to <see cref="MaxRows"/>.</param>
    /// <param name="firstColumn">Of the columns.</param>
    /// <param name="columns">1 to <see cref="DotTile.Size"/>.</param>
    public void Fill(EmbeddingMatrix matrix, float[] centre, float scale, int firstRow, int rows, int firstColumn, int columns)
    {
        PanelCount = (columns + _panelColumns - 1) / _panelColumns;
        for (int panel = 0; panel < PanelCount; panel++)
        {
            int first = firstColumn + (panel * _panelColumns);
            int width = Math.Min(_panelColumns, firstColumn + columns - first);
            float* target = Panels + ((nint)panel * _panelColumns * rows);
            for (int row = firstRow; row < firstRow + rows; row++, target += _panelColumns)
            {
                Span<float> to = new(target, _panelColumns);
                Move(matrix.Row(row).Slice(first, width), centre.AsSpan(first, width), scale, to);
                to[width..].Clear();
            }
        }
    }

    public void Dispose() => _panels.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Move(ReadOnlySpan<float> values, ReadOnlySpan<float> centre, float scale, Span<float> moved)
    {
        ReadOnlySpan<Vector<float>> from = MemoryMarshal.Cast<float, Vector<float>>(values);
        ReadOnlySpan<Vector<float>> less = MemoryMarshal.Cast<float, Vector<float>>(centre)[..from.Length];
        Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(moved)[..from.Length];
        for (int vector = 0; vector < from.Length; vector++)
            to[vector] = (from[vector] - less[vector]) * scale;

        for (int i = from.Length * Vector<float>.Count; i < values.Length; i++)
            moved[i] = (values[i] - centre[i]) * scale;
    }
}
