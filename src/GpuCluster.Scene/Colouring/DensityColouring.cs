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
        int[] cellOf = new int[positions.Length];
        float[] counts = new float[Cells * Cells * Cells];
        for (int i = 0; i < positions.Length; i++)
            counts[cellOf[i] = grid.CellOf(positions[i])]++;

        // Along x, then y, then z: together the 27 neighbours with weights 1 2 1 each way.
        counts = Smooth(counts, stride: 1);
        counts = Smooth(counts, stride: Cells);
        counts = Smooth(counts, stride: Cells * Cells);
        float fullest = counts.Max();
        float scale = fullest > 1 ? 1 / MathF.Log(fullest) : 0;
        uint[] ramp = PerceptualRamp.Table();
        uint[] colourOf = new uint[counts.Length];
        for (int cell = 0; cell < counts.Length; cell++)
            colourOf[cell] = ramp[(int)(Math.Clamp(MathF.Log(Math.Max(1, counts[cell])) * scale, 0, 1) * (PerceptualRamp.TableLength - 1))];

        uint[] colours = new uint[positions.Length];
        for (int i = 0; i < colours.Length; i++)
            colours[i] = colourOf[cellOf[i]];
        return new PointColours(colours);
    }

    private static float[] Smooth(float[] counts, int stride)
    {
        float[] smoothed = new float[counts.Length];
        for (int cell = 0; cell < counts.Length; cell++)
        {
            int place = cell / stride % Cells;
            float before = place > 0 ? counts[cell - stride] : 0;
            float after = place < Cells - 1 ? counts[cell + stride] : 0;
            smoothed[cell] = (0.5f * counts[cell]) + (0.25f * (before + after));
        }

        return smoothed;
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
