using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Scene.Colouring;

/// <summary>Colour by row: shows whether the order of the data, often time or source, is in the layout.</summary>
public sealed class OrderColouring : IColouring
{
    /// <param name="count">n samples.</param>
    /// <param name="rowOf">The row of a sample.</param>
    public OrderColouring(int count, Func<int, int> rowOf)
    {
        int last = Math.Max(0, count - 1);
        Legend = new Legend(
            "row",
            [
                .. Places(last)
                    .Reverse()
                    .Select(row => new LegendEntry($"row {rowOf(row)}", PerceptualRamp.At(last == 0 ? 0 : (float)row / last), 0)),
            ],
            IsScale: true
        );
    }

    public Legend Legend { get; }

    public bool DependsOnPositions => false;

    public PointColours Colour(ReadOnlySpan<Vector4> positions)
    {
        uint[] ramp = PerceptualRamp.Table();
        uint[] colours = new uint[positions.Length];
        long last = Math.Max(1, colours.Length - 1);
        for (int i = 0; i < colours.Length; i++)
            colours[i] = ramp[(int)(i * (PerceptualRamp.TableLength - 1L) / last)];
        return new PointColours(colours);
    }

    private static IEnumerable<int> Places(int last) => Enumerable.Range(0, 5).Select(i => (int)((long)last * i / 4)).Distinct();
}
