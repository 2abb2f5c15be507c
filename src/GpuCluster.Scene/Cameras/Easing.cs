namespace GpuCluster.Scene.Cameras;

/// <summary>Ways that shrink exponentially, so that motion is the same at any frame rate.</summary>
internal static class Easing
{
    /// <summary>Seconds in which the camera's way to the framing, and to what it orbits, shrinks to 1/e.</summary>
    public const float FollowTime = 0.25f;

    /// <summary>The share of the way left that is gone after some time.</summary>
    /// <param name="seconds">0 or more.</param>
    /// <param name="time">Seconds in which the way shrinks to 1/e.</param>
    public static float Share(float seconds, float time) => 1 - MathF.Exp(-seconds / time);
}
