using GpuCluster.Scene.Cameras;

namespace GpuCluster.Scene.Control;

/// <summary>The saved state of a <see cref="CameraRig"/>: plain values for System.Text.Json, with fields included.</summary>
public sealed record CameraRigState
{
    /// <summary>Where the camera is, or null where none was placed yet.</summary>
    public Camera? Camera { get; init; }

    /// <summary>The camera's mode.</summary>
    public CameraMode Mode { get; init; }

    /// <summary>Whether the camera keeps the whole cloud in the picture.</summary>
    public bool IsFollowing { get; init; } = true;

    /// <summary>The places of the keys 1 to 9; null where none is set. Nine, or fewer where the last are not set.</summary>
    public IReadOnlyList<Camera?> Bookmarks { get; init; } = [];

    /// <summary>See <see cref="CameraRig.SpeedFactor"/>.</summary>
    public float SpeedFactor { get; init; } = 1;

    /// <summary>See <see cref="CameraRig.AdaptsSpeed"/>.</summary>
    public bool AdaptsSpeed { get; init; } = true;

    /// <summary>See <see cref="CameraRig.TurntableSpeed"/>.</summary>
    public float TurntableSpeed { get; init; } = CameraRig.FirstTurntableSpeed;

    /// <summary>See <see cref="CameraRig.ShowsAxes"/>.</summary>
    public bool ShowsAxes { get; init; } = true;

    /// <summary>The keyframes of the path recorded last; empty where there is none.</summary>
    public IReadOnlyList<CameraKeyframe> Path { get; init; } = [];

    /// <summary>Checks that a rig can restore a state, and returns its path; null if there is none.</summary>
    /// <exception cref="ArgumentException">An invalid camera, more than nine bookmarks, or an invalid path.</exception>
    internal static CameraPath? Check(CameraRigState state)
    {
        if (state.Camera is { IsUsable: false } || state.Bookmarks.Any(camera => camera is { IsUsable: false }))
            throw new ArgumentException("The camera or a bookmark has values that a camera cannot have.", nameof(state));
        if (state.Bookmarks.Count > CameraRig.BookmarkCount)
        {
            throw new ArgumentException(
                $"There are {state.Bookmarks.Count} bookmarks, more than {CameraRig.BookmarkCount}.",
                nameof(state)
            );
        }

        if (!Enum.IsDefined(state.Mode))
            throw new ArgumentException($"There is no camera mode {state.Mode}.", nameof(state));
        return state.Path.Count > 0 ? new CameraPath(state.Path) : null;
    }
}
