using System.Buffers;
using System.Numerics;
using GpuCluster.Scene.Frames;
using GpuCluster.Scene.Samples;

namespace GpuCluster.Scene.Colouring;

/// <summary>
/// Colour by local density: points are counted in a grid over the cloud, the counts smoothed once over neighbouring cells and shown on a
/// logarithmic scale from 1 to the fullest cell. One pass over the points each way, so a million take some ten milliseconds.
/// </summary>
public sealed class DensityColouring : IColouring
{
    /// <summary>
    /// Cells along an axis: about three cells across a typical cluster; 48^3 floats are 442 KB, within the second-level cache.
    /// </summary>
    private const int Cells = 48;

    private const int GridCells = Cells * Cells * Cells;

    public Legend Legend { get; } =
        new(
            "density",
            [new("crowded", PerceptualRamp.At(1), 0), new("between", PerceptualRamp.At(0.5f), 0), new("sparse", PerceptualRamp.At(0), 0)],
            IsScale: true
        );

    public bool DependsOnPositions => true;

    public PointColours Colour(ReadOnlySpan<Vector4> positions)
    {
        Grid grid = Grid.Over(CloudBounds.Of(positions));
        // Each epoch needs them again; new arrays of their size would be large garbage.
        int[] cellOf = ArrayPool<int>.Shared.Rent(positions.Length);
        float[] rented = ArrayPool<float>.Shared.Rent(2 * GridCells);
        uint[] colourOf = ArrayPool<uint>.Shared.Rent(GridCells);
        try
        {
            Span<float> counts = rented.AsSpan(0, GridCells);
            counts.Clear();
            for (int i = 0; i < positions.Length; i++)
                counts[cellOf[i] = grid.CellOf(positions[i])]++;
            ShowCounts(Smoothed(counts, rented.AsSpan(GridCells, GridCells)), colourOf);
            uint[] colours = new uint[positions.Length];
            for (int i = 0; i < colours.Length; i++)
                colours[i] = colourOf[cellOf[i]];
            return new PointColours(colours);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(cellOf);
            ArrayPool<float>.Shared.Return(rented);
            ArrayPool<uint>.Shared.Return(colourOf);
        }
    }

    private static void ShowCounts(ReadOnlySpan<float> counts, Span<uint> colourOf)
    {
        float fullest = 0;
        foreach (float count in counts)
            fullest = Math.Max(fullest, count);
        float scale = fullest > 1 ? 1 / MathF.Log(fullest) : 0;
        uint[] ramp = PerceptualRamp.Table();
        for (int cell = 0; cell < counts.Length; cell++)
            colourOf[cell] = ramp[(int)(Math.Clamp(MathF.Log(Math.Max(1, counts[cell])) * scale, 0, 1) * (PerceptualRamp.TableLength - 1))];
    }

    // Along x, then y, then z: together the 27 neighbours with weights 1 2 1 each way.
    private static Span<float> Smoothed(Span<float> counts, Span<float> other)
    {
        Smooth(counts, other, stride: 1);
        Smooth(other, counts, stride: Cells);
        Smooth(counts, other, stride: Cells * Cells);
        return other;
    }

    private static void Smooth(ReadOnlySpan<float> counts, Span<float> smoothed, int stride)
    {
        for (int cell = 0; cell < counts.Length; cell++)
        {
            int place = cell / stride % Cells;
            float before = place > 0 ? counts[cell - stride] : 0;
            float after = place < Cells - 1 ? counts[cell + stride] : 0;
            smoothed[cell] = (0.5f * counts[cell]) + (0.25f * (before + after));
        }
    }

    private readonly record struct Grid(Vector3 Low, Vector3 CellsPerUnit)
    {
        public static Grid Over(CloudBounds bounds)
        {
            Vector3 half = Vector3.Max(bounds.HalfExtent, new Vector3(bounds.Radius * 1e-3f));
            return new Grid(bounds.Centre - half, new Vector3(Cells) / (2 * half));
        }

        public int CellOf(Vector4 position)
        {
            Vector3 place = (new Vector3(position.X, position.Y, position.Z) - Low) * CellsPerUnit;
            return (Index(place.Z) * Cells * Cells) + (Index(place.Y) * Cells) + Index(place.X);
        }

        // The comparison also maps NaN to cell 0.
        private static int Index(float place) => place > 0 ? (int)Math.Min(place, Cells - 1) : 0;
    }
}
