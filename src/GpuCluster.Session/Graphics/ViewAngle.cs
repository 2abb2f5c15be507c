using GpuCluster.Scene.Cameras;

namespace GpuCluster.Session.Graphics;

/// <summary>Where a framed cloud is looked at from.</summary>
/// <param name="Yaw">Radians about the vertical.</param>
/// <param name="Pitch">Radians; below 0 looks down on the cloud.</param>
/// <param name="Zoom">1 frames the cloud; 2 is twice as near.</param>
public readonly record struct ViewAngle(float Yaw, float Pitch, float Zoom)
{
    /// <summary>Where a cloud is first looked at from.</summary>
    public static ViewAngle First { get; } = new(Framing.FirstYaw, Framing.FirstPitch, 1);
}
