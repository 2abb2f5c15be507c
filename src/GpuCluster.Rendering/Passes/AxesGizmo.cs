using System.Numerics;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Rendering.Passes;

/// <summary>Three axes with letters in the lower left corner of the free area, turned as the camera is; lines in pixels.</summary>
internal static class AxesGizmo
{
    /// <summary>Ends of lines in <see cref="Draw"/>: three axes, and the strokes of X, Y and Z.</summary>
    public const int VertexCount = 2 * (3 + 2 + 3 + 3);

    // Red, green and blue of equal lightness.
    private static readonly uint[] Colours = [0xFF5A5AF0, 0xFF50C878, 0xFFFF9650];

    // Strokes of the letters in a square of 0..1, y down.
    private static readonly (float FromX, float FromY, float ToX, float ToY)[][] Letters =
    [
        [(0, 0, 1, 1), (1, 0, 0, 1)],
        [(0, 0, 0.5f, 0.5f), (1, 0, 0.5f, 0.5f), (0.5f, 0.5f, 0.5f, 1)],
        [(0, 0, 1, 0), (1, 0, 0, 1), (0, 1, 1, 1)],
    ];

    /// <summary>The lines for a camera.</summary>
    /// <param name="view">World to view space.</param>
    /// <param name="height">Pixels of the picture: a small picture has small axes.</param>
    /// <param name="insets">The area that overlays cover.</param>
    public static LineVertex[] Draw(Matrix4x4 view, int height, FrameInsets insets)
    {
        float length = Math.Clamp(height / 16f, 6, 40);
        Vector2 middle = new(insets.Left + (1.6f * length), height - insets.Bottom - (1.6f * length));
        Vector3[] tips = new Vector3[3];
        for (int axis = 0; axis < 3; axis++)
            tips[axis] = Vector3.TransformNormal(new Vector3(axis == 0 ? 1 : 0, axis == 1 ? 1 : 0, axis == 2 ? 1 : 0), view);
        int[] order = [0, 1, 2];
        // An axis that points away is drawn first.
        Array.Sort(order, (one, other) => tips[one].Z.CompareTo(tips[other].Z));
        List<LineVertex> vertices = new(VertexCount);
        foreach (int axis in order)
        {
            Vector2 along = new(tips[axis].X, -tips[axis].Y);
            uint rgba = Colours[axis];
            Add(vertices, middle, middle + (along * length), rgba);
            float letter = 0.28f * length;
            Vector2 corner = middle + (along * 1.35f * length) - new Vector2(letter / 2);
            foreach ((float fromX, float fromY, float toX, float toY) in Letters[axis])
                Add(vertices, corner + (new Vector2(fromX, fromY) * letter), corner + (new Vector2(toX, toY) * letter), rgba);
        }
        return [.. vertices];
    }

    private static void Add(List<LineVertex> vertices, Vector2 from, Vector2 to, uint rgba)
    {
        vertices.Add(new LineVertex(new Vector3(from, 0), -1, rgba));
        vertices.Add(new LineVertex(new Vector3(to, 0), -1, rgba));
    }
}
