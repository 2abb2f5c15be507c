namespace GpuCluster.Scene.Cameras;

/// <summary>How keys and mouse control the camera.</summary>
public enum CameraMode
{
    /// <summary>It flies where the keys say and looks where the mouse says.</summary>
    Fly,

    /// <summary>
    /// It turns round the selection, or round the middle of the cloud where nothing is selected; the wheel goes nearer and farther.
    /// </summary>
    Orbit,

    /// <summary>It orbits slowly by itself.</summary>
    Turntable,
}
