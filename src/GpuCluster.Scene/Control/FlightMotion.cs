namespace GpuCluster.Scene.Control;

/// <summary>What a held key does to a flying camera.</summary>
public enum FlightMotion
{
    /// <summary>Flies where the camera looks.</summary>
    Forward,

    /// <summary>Flies against the direction in which the camera looks.</summary>
    Back,

    /// <summary>Flies to the left of the picture.</summary>
    Left,

    /// <summary>Flies to the right of the picture.</summary>
    Right,

    /// <summary>Flies to the bottom of the picture.</summary>
    Down,

    /// <summary>Flies to the top of the picture.</summary>
    Up,

    /// <summary>Makes the other motions faster; moves nothing alone.</summary>
    Fast,
}
