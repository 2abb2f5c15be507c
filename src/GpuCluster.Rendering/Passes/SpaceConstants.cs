using System.Numerics;
using System.Runtime.InteropServices;

namespace GpuCluster.Rendering.Passes;

/// <summary>
/// struct Space of shaders/Lines.vert and Sprites.vert: where positions are in the picture, and how deep. It fills the 128 bytes that every
/// device has for push constants.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal readonly record struct SpaceConstants(FrameConstants Picture, Vector4 DepthTerms)
{
    /// <summary>The terms of struct Shade of shaders/shading.glsl: depth = (x d + y) / (z d + w) at distance d.</summary>
    public static Vector4 DepthTermsOf(Matrix4x4 projection) => new(-projection.M33, projection.M43, -projection.M34, projection.M44);
}
