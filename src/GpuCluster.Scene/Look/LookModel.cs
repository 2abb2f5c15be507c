using System.Numerics;

namespace GpuCluster.Scene.Look;

/// <summary>The appearance of points except their colours. Frame thread. Values are clamped to their ranges.</summary>
/// <param name="pointSize">Diameter of a point to begin with, 1 to 64.</param>
public sealed class LookModel(float pointSize)
{
    /// <summary>Diameter of a point in pixels of the desktop.</summary>
    public const float SmallestPoint = 1,
        LargestPoint = 64;

    /// <summary>Below this a cloud would be invisible.</summary>
    public const float MinOpacity = 0.05f;

    /// <summary>How far fog reaches, in diameters of the cloud.</summary>
    public const float ShortestFog = 0.25f,
        LongestFog = 4;

    /// <summary>The factor of the keys minus and plus on the point size.</summary>
    private const float SizeStep = 1.189207f;

    private float _pointSize = Math.Clamp(pointSize, SmallestPoint, LargestPoint);
    private float _opacity = 1;
    private float _depthShading = 0.45f;
    private float _fogReach = 1;

    /// <summary>Changes whenever anything here does.</summary>
    public long Version { get; private set; }

    /// <summary>Diameter of a point in pixels of the desktop, 1 to 64.</summary>
    public float PointSize
    {
        get => _pointSize;
        set => Set(ref _pointSize, Math.Clamp(value, SmallestPoint, LargestPoint));
    }

    /// <summary>The share of a point's pixels that are drawn, 0.05 to 1.</summary>
    public float Opacity
    {
        get => _opacity;
        set => Set(ref _opacity, Math.Clamp(value, MinOpacity, 1));
    }

    /// <summary>How strongly depth shows, 0 to 1; a flat layout has none.</summary>
    public float DepthShading
    {
        get => _depthShading;
        set => Set(ref _depthShading, Math.Clamp(value, 0, 1));
    }

    /// <summary>How far fog reaches from where the cloud begins, in diameters of the cloud, 0.25 to 4: less is thicker.</summary>
    public float FogReach
    {
        get => _fogReach;
        set => Set(ref _fogReach, Math.Clamp(value, ShortestFog, LongestFog));
    }

    /// <summary>Makes points larger or smaller; four steps double or halve them.</summary>
    public void StepPointSize(int steps) => PointSize *= MathF.Pow(SizeStep, steps);

    /// <summary>The range that depth shading fades over, from the cloud's own.</summary>
    /// <param name="range">View-space distances where the cloud begins and ends.</param>
    public Vector2 Fog(Vector2 range) => new(range.X, range.X + ((range.Y - range.X) * _fogReach));

    private void Set(ref float field, float value)
    {
        if (field.Equals(value) || float.IsNaN(value))
            return;
        field = value;
        Version++;
    }
}
