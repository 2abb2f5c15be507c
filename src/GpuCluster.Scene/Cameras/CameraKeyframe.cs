namespace GpuCluster.Scene.Cameras;

/// <summary>Where a camera is at one time of a <see cref="CameraPath"/>.</summary>
/// <param name="Seconds">Since the beginning of the path.</param>
/// <param name="Camera">Where it is then.</param>
public readonly record struct CameraKeyframe(double Seconds, Camera Camera);
