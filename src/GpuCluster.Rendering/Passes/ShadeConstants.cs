using System.Numerics;
using System.Runtime.InteropServices;
using GpuCluster.Scene.Frames;

namespace GpuCluster.Rendering.Passes;

/// <summary>struct Shade of shaders/shading.glsl: how distance becomes colour and depth.</summary>
[StructLayout(LayoutKind.Sequential, Size = 48)]
internal readonly record struct ShadeConstants
{
    private readonly Vector4 _background;
    private readonly Vector2 _fadeRange;
    private readonly Vector2 _padding;
    private readonly Vector4 _depthTerms;

    public ShadeConstants(SceneFrame scene)
    {
        _background = new Vector4(scene.Background, Math.Clamp(scene.DepthFade, 0, 1));
        // A range of no length fades at once; the smallest normal float keeps the shader from 0 times infinity.
        _fadeRange = new Vector2(scene.FadeRange.X, 1 / Math.Max(scene.FadeRange.Y - scene.FadeRange.X, 1e-30f));
        _padding = default;
        _depthTerms = SpaceConstants.DepthTermsOf(scene.Projection);
    }
}
