using System.Numerics;
using GpuCluster.Scene.Frames;

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

    /// <summary>Eye-dome lighting as strong as anyone may want it, and its reach in pixels.</summary>
    public const float StrongestEyeDome = 4,
        ShortestEyeDome = 1,
        LongestEyeDome = 8;

    /// <summary>How far fog reaches, in diameters of the cloud.</summary>
    public const float ShortestFog = 0.25f,
        LongestFog = 4;

    /// <summary>The factor of the keys minus and plus on the point size.</summary>
    private const float SizeStep = 1.189207f;

    private float _pointSize = Math.Clamp(pointSize, SmallestPoint, LargestPoint);
    private float _opacity = 1;
    private float _depthShading = 0.45f;
    private float _fogReach = 1;
    private float _eyeDome = 0.4f;
    private float _eyeDomeRadius = 1.4f;

    /// <summary>Changes whenever anything here does.</summary>
    public long Version { get; private set; }

    /// <summary>Diameter of a point in pixels of the desktop, 1 to 64.</summary>
    public float PointSize
    {
        get => _pointSize;
        set => Set(ref _pointSize, Math.Clamp(value, SmallestPoint, LargestPoint));
    }

    /// <summary>How points are drawn.</summary>
    public PointDrawing Drawing
    {
        get;
        set
        {
            Version += field == value ? 0 : 1;
            field = value;
        }
    }

    /// <summary>Whether the background is light.</summary>
    public bool IsLight
    {
        get;
        set
        {
            Version += field == value ? 0 : 1;
            field = value;
        }
    }

    /// <summary>Whether points grow as the camera comes near, where fewer of them share the picture.</summary>
    public bool FollowsDensity
    {
        get;
        set
        {
            Version += field == value ? 0 : 1;
            field = value;
        }
    } = true;

    /// <summary>Strength of eye-dome lighting, 0 (none) to 4; Potree's measure.</summary>
    public float EyeDome
    {
        get => _eyeDome;
        set => Set(ref _eyeDome, Math.Clamp(value, 0, StrongestEyeDome));
    }

    /// <summary>How far eye-dome lighting looks, 1 to 8 pixels of the desktop.</summary>
    public float EyeDomeRadius
    {
        get => _eyeDomeRadius;
        set => Set(ref _eyeDomeRadius, Math.Clamp(value, ShortestEyeDome, LongestEyeDome));
    }

    /// <summary>The colour behind the points, sRGB in 0..1.</summary>
    public Vector3 Background => IsLight ? new Vector3(250 / 255f, 250 / 255f, 248 / 255f) : new Vector3(16 / 255f, 16 / 255f, 20 / 255f);

    /// <summary>A point's opacity, 0.05 to 1; of flat points, the share of their pixels that are drawn.</summary>
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

    /// <summary>The next way to draw points.</summary>
    public void NextDrawing() => Drawing = (PointDrawing)(((int)Drawing + 1) % Enum.GetValues<PointDrawing>().Length);

    /// <summary>How a picture shades points.</summary>
    /// <param name="contentScale">Pixels of the picture for one of the desktop.</param>
    public PointShading Shading(float contentScale) =>
        Drawing == PointDrawing.Flat
            ? PointShading.Flat
            : new PointShading
            {
                IsLit = true,
                IsAdditive = Drawing == PointDrawing.Density,
                EyeDome = _eyeDome,
                EyeDomeRadius = _eyeDomeRadius * contentScale,
            };

    /// <summary>
    /// Diameter of a point in a picture, in pixels of the desktop. Twice as near, points lie twice as far apart in the picture; their
    /// diameter follows by the square root, so that they grow and do not touch. From far away it stays as it was chosen.
    /// </summary>
    /// <param name="share">The cloud's radius as the picture shows it, as a share of half the picture's height.</param>
    public float SizeAt(float share)
    {
        // A cloud that fills the picture has points of the chosen size.
        float factor = FollowsDensity && !float.IsNaN(share) ? MathF.Sqrt(Math.Clamp(share, 1, 16)) : 1;
        return Math.Clamp(_pointSize * factor, SmallestPoint, LargestPoint);
    }

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
