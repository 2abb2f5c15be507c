namespace GpuCluster.Scene.Cameras;

/// <summary>Exponential smoothing, so that motion is the same at any frame rate.</summary>
internal static class Easing
{
    /// <summary>Seconds in which the camera's distance to its framing, and to the orbited point, shrinks to 1/e.</summary>
    public const float FollowTime = 0.25f;

    /// <summary>The share of the remaining distance that is covered after some time.</summary>
    /// <param name="seconds">0 or more.</param>
    /// <param name="time">Seconds in which the distance shrinks to 1/e.</param>
    public static float Share(float seconds, float time) => 1 - MathF.Exp(-seconds / time);
}
