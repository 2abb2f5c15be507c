using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Rendering.Passes;

/// <summary>struct Picture of shaders/points.glsl: how a position becomes a disc of pixels.</summary>
[StructLayout(LayoutKind.Sequential, Size = 112)]
internal readonly record struct FrameConstants
{
    private readonly Vector4 _clipX;
    private readonly Vector4 _clipY;
    private readonly Vector4 _clipW;
    private readonly Vector4 _distanceRow;
    private readonly Vector2 _halfSize;

    /// <summary>Of a point, or half the width of a line; pixels.</summary>
    public float Radius { get; init; }

    private readonly float _nearest;
    private readonly float _farthest;
    private readonly uint _width;
    private readonly uint _height;

    public FrameConstants(SceneFrame scene, int width, int height)
    {
        Matrix4x4 view = scene.View;
        Matrix4x4 projection = scene.Projection;
        Matrix4x4 clip = view * projection;
        _clipX = new Vector4(clip.M11, clip.M21, clip.M31, clip.M41);
        _clipY = new Vector4(clip.M12, clip.M22, clip.M32, clip.M42);
        _clipW = new Vector4(clip.M14, clip.M24, clip.M34, clip.M44);
        _distanceRow = -new Vector4(view.M13, view.M23, view.M33, view.M43);
        _halfSize = new Vector2(width, height) / 2;
        Radius = Math.Clamp(scene.PointSize, 1, 64) / 2;
        // The distances at which clip z over clip w is 0 and 1. Keys are ordered as unsigned bits, so no distance may be negative.
        _nearest = Math.Max(0, projection.M43 / projection.M33);
        _farthest = (projection.M44 - projection.M43) / (projection.M34 - projection.M33);
        _width = (uint)width;
        _height = (uint)height;
        _doorstep = (uint)Math.Round(Math.Clamp(scene.Opacity, 0, 1) * (1 << 24));
    }

    /// <summary>Positions that are pixels of a flat picture, all at distance 0.</summary>
    public FrameConstants(int width, int height)
    {
        _clipX = new Vector4(2f / width, 0, 0, -1);
        _clipY = new Vector4(0, 2f / height, 0, -1);
        _clipW = Vector4.UnitW;
        _distanceRow = Vector4.Zero;
        _halfSize = new Vector2(width, height) / 2;
        _farthest = 1;
        _width = (uint)width;
        _height = (uint)height;
    }

    /// <summary>Id of the first point of a dispatch.</summary>
    public uint First { get; init; }

    /// <summary>Points of a dispatch.</summary>
    public uint Count { get; init; }

    /// <summary>The number of drawn hashes, of 2^24, of a point and a pixel.</summary>
    private readonly uint _doorstep;
}
